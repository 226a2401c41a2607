package io.pentimento.adapters;

import io.pentimento.patch.ModelLayout;
import io.pentimento.patch.ModelPart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The changes that a file makes to one model, checked by names and shapes, not computed yet. */
final class LoraPlan {
  /** What models for text to image have, and others have more of. */
  private static final long LATENT_CHANNELS = 4;

  private final LoraFile file;
  private final LayerNames names;
  private final OptionalInt rank;
  private final List<Planned> changes = new ArrayList<>();
  private final List<String> matched = new ArrayList<>();
  private final List<String> unmatched;
  private final Map<Target, String> changedBy = new LinkedHashMap<>();

  /** One change of one tensor. */
  record Planned(Layer layer, String tensor, Change change) {}

  /** A layer of a network. */
  private record Target(ModelPart part, String path) {}

  private LoraPlan(LoraFile file, ModelLayout layout, OptionalInt rank) {
    this.file = file;
    this.names = new LayerNames(layout);
    this.rank = rank;
    this.unmatched = new ArrayList<>(file.unknown());
  }

  /**
   * Finds a file's layers in a model.
   *
   * @param rank how many ranks of low-rank products are used; nothing for all
   * @throws AdapterMismatchException if a layer has another shape, or none is there
   */
  static LoraPlan of(LoraFile file, ModelLayout layout, OptionalInt rank) throws IOException {
    LoraPlan plan = new LoraPlan(file, layout, rank);
    for (LoraModule module : file.modules()) {
      plan.add(module);
    }
    file.bundled().check(layout);
    plan.refuseOtherKinds(layout);
    return plan;
  }

  List<Planned> changes() {
    return changes;
  }

  LayerNames names() {
    return names;
  }

  LoraMatch match() {
    return new LoraMatch(file.path(), matched, List.copyOf(file.words()), unmatched);
  }

  private void add(LoraModule module) throws IOException {
    Optional<Layer> layer = names.find(module.name());
    if (layer.isEmpty()) {
      unmatched.add(module.name());
      return;
    }
    int before = changes.size();
    addWeight(module, layer.get());
    addBias(module, layer.get(), LoraLeaf.DIFF_B, 1);
    addBias(module, layer.get(), LoraLeaf.B_NORM, 1);
    if (module.has(LoraLeaf.UP_BIAS)) {
      addBias(module, layer.get(), LoraLeaf.UP_BIAS, module.scale(module.matrix(LoraLeaf.DOWN)[0]));
    }
    if (changes.size() == before) {
      unmatched.add(module.name());
      return;
    }
    matched.add(module.name());
    String other =
        changedBy.putIfAbsent(new Target(layer.get().part(), layer.get().path()), module.name());
    if (other != null) {
      throw module.failure(
          module.leaves().iterator().next(),
          "the file must name each layer once, but this is " + other + " as well.");
    }
  }

  private void addWeight(LoraModule module, Layer layer) throws IOException {
    Optional<Change> change;
    try {
      change = ChangeFamily.of(module, layer, rank);
    } catch (AdapterMismatchException e) {
      change = ofFewerInputs(module, layer, e);
    }
    change.ifPresent(found -> changes.add(new Planned(layer, layer.weightName(), found)));
  }

  /** The first layer of an inpainting model takes the change of a text-to-image model. */
  private Optional<Change> ofFewerInputs(
      LoraModule module, Layer layer, AdapterMismatchException mismatch) throws IOException {
    boolean more = layer.path().equals("conv_in") && layer.in() > LATENT_CHANNELS;
    if (!more || layer.part() != ModelPart.UNET) {
      throw mismatch;
    }
    Layer narrow = layer.withInputs(LATENT_CHANNELS);
    try {
      return ChangeFamily.of(module, narrow, rank)
          .map(change -> new PaddedInputs(change, narrow, layer));
    } catch (AdapterMismatchException e) {
      throw mismatch;
    }
  }

  private void addBias(LoraModule module, Layer layer, LoraLeaf leaf, double scale)
      throws IOException {
    if (module.has(leaf)) {
      changes.add(
          new Planned(layer, layer.biasName(), FullDifference.ofBias(module, layer, leaf, scale)));
    }
  }

  private void refuseOtherKinds(ModelLayout layout) {
    if (!layout.parts().contains(ModelPart.TEXT_ENCODER_2)) {
      for (String name : unmatched) {
        if (name.startsWith("lora_te2_") || name.startsWith("text_encoder_2.")) {
          throw new AdapterMismatchException(
              file.path(),
              name,
              "changes a second text encoder, as SDXL has one, but %s has none. Use an adapter for this kind of model."
                  .formatted(layout.modelName()));
        }
      }
    }
    if (matched.isEmpty() && file.words().isEmpty()) {
      throw new AdapterMismatchException(
          file.path(),
          "must change layers of %s, but none of its %d names is one of its layers. The first is %s."
              .formatted(
                  layout.modelName(),
                  unmatched.size(),
                  unmatched.isEmpty() ? "missing" : Warnings.list(unmatched, 1)));
    }
  }
}
