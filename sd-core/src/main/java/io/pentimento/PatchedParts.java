package io.pentimento;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.model.NetworkPatch;
import io.pentimento.model.NetworkTensors;
import io.pentimento.model.PatchedUNet;
import io.pentimento.model.TextEncoder;
import io.pentimento.patch.ContextNetwork;
import io.pentimento.patch.ModelLayout;
import io.pentimento.patch.ModelPart;
import io.pentimento.patch.ModelPatch;
import io.pentimento.patch.PatchTarget;
import io.pentimento.patch.StepWeight;
import io.pentimento.prompt.AddedWord;
import io.pentimento.prompt.PromptEmbedding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Hears of all changes to a model and makes the changed networks. */
final class PatchedParts implements PatchTarget {
  private final LoadedModel model;
  private final Scope handedIn;
  private final NetworkPatch unet;
  private final NetworkPatch textEncoder;
  private final Map<String, float[][]> words = new LinkedHashMap<>();

  private PatchedParts(LoadedModel model, Scope scope, Scope handedIn) {
    this.model = model;
    this.handedIn = handedIn;
    this.unet =
        new NetworkPatch(
            ModelPart.UNET.folder(), model.unet().tensors(), model.unet().type(), scope);
    this.textEncoder =
        new NetworkPatch(
            ModelPart.TEXT_ENCODER.folder(),
            model.textEncoder().tensors(),
            NumberType.FLOAT32,
            scope);
  }

  /**
   * Makes the networks of a model under a patch.
   *
   * @param scope holds what is new of them
   * @throws IllegalArgumentException if the patch does not suit the model
   * @throws IOException if a file cannot be read
   */
  static PatchedModel make(LoadedModel model, ModelPatch patch, Scope scope) throws IOException {
    try (Scope handedIn = scope.open("handed in")) {
      PatchedParts parts = new PatchedParts(model, scope, handedIn);
      patch.apply(parts);
      boolean changesText = !parts.textEncoder.isEmpty();
      TextEncoder encoder = parts.changedTextEncoder(scope);
      PatchedUNet network = PatchedUNet.of(model.unet(), parts.unet, scope);
      return new PatchedModel(
          model, patch, network, parts.withWords(encoder, scope), changesText, parts.addedWords());
    }
  }

  /** Prompts are encoded before the steps, so the text encoder is that of the first. */
  private TextEncoder changedTextEncoder(Scope scope) {
    TextEncoder own = model.textEncoder();
    TextEncoder changed = textEncoder.isEmpty() ? own : own.patched(textEncoder.at(0, scope));
    textEncoder.close();
    return changed;
  }

  private TextEncoder withWords(TextEncoder encoder, Scope scope) {
    if (words.isEmpty()) {
      return encoder;
    }
    int width = encoder.config().width();
    float[][] rows = words.values().stream().flatMap(Arrays::stream).toArray(float[][]::new);
    float[] flat = new float[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * width, width);
    }
    return encoder.withTokens(scope.array(flat, rows.length, width));
  }

  private List<AddedWord> addedWords() {
    List<AddedWord> added = new ArrayList<>();
    int next = model.textEncoder().config().vocabulary();
    for (Map.Entry<String, float[][]> word : words.entrySet()) {
      int vectors = word.getValue().length;
      added.add(new AddedWord(new PromptEmbedding(word.getKey(), vectors), next));
      next += vectors;
    }
    return added;
  }

  /** Returns what there is to change in a model. */
  static ModelLayout layout(LoadedModel model) {
    return new Layout(
        model.name(),
        Map.of(
            ModelPart.UNET, shapes(model.unet().tensors()),
            ModelPart.TEXT_ENCODER, shapes(model.textEncoder().tensors())),
        new ModelLayout.UNetBlocks(
            model.unet().config().levels().size(), model.unet().config().layersPerBlock()));
  }

  private static Map<String, long[]> shapes(NetworkTensors tensors) {
    Map<String, long[]> shapes = new TreeMap<>();
    tensors.byName().forEach((name, array) -> shapes.put(name, array.getShape().getShape()));
    return Collections.unmodifiableMap(shapes);
  }

  private record Layout(
      String modelName, Map<ModelPart, Map<String, long[]>> byPart, ModelLayout.UNetBlocks blocks)
      implements ModelLayout {
    @Override
    public Set<ModelPart> parts() {
      return new TreeSet<>(byPart.keySet());
    }

    @Override
    public Map<String, long[]> tensors(ModelPart part) {
      return byPart.getOrDefault(part, Map.of());
    }
  }

  @Override
  public ModelLayout layout() {
    return layout(model);
  }

  @Override
  public NDManager manager() {
    return handedIn.manager();
  }

  private NetworkPatch network(ModelPart part) {
    return switch (part) {
      case UNET -> unet;
      case TEXT_ENCODER -> textEncoder;
      case TEXT_ENCODER_2 ->
          throw new IllegalArgumentException(
              "The model %s has no %s to change. The adapter is for another kind of model."
                  .formatted(model.name(), part.folder()));
    };
  }

  @Override
  public void addProduct(
      ModelPart part, String tensor, NDArray up, NDArray down, double scale, StepWeight weight) {
    network(part).addProduct(tensor, up, down, scale, weight);
  }

  @Override
  public void add(ModelPart part, String tensor, UnaryOperator<NDArray> change, StepWeight weight) {
    network(part).add(tensor, change, weight);
  }

  /** Of two words that are the same the first counts: the request's own go before the prompt's. */
  @Override
  public void addWord(String word, Map<ModelPart, float[][]> vectors) {
    float[][] rows = vectors.getOrDefault(ModelPart.TEXT_ENCODER, new float[0][]);
    int width = model.textEncoder().config().width();
    boolean fits =
        rows.length > 0
            && vectors.size() == 1
            && Arrays.stream(rows).allMatch(row -> row.length == width);
    if (!fits) {
      throw new IllegalArgumentException(
          "The embedding %s must have vectors of %d numbers for %s alone, but has: %s."
              .formatted(word, width, ModelPart.TEXT_ENCODER.folder(), widths(vectors)));
    }
    words.putIfAbsent(word, rows);
  }

  private static String widths(Map<ModelPart, float[][]> vectors) {
    Map<String, String> widths = new TreeMap<>();
    vectors.forEach(
        (part, rows) ->
            widths.put(
                part.folder(), rows.length == 0 ? "none" : rows.length + " of " + rows[0].length));
    return widths.toString();
  }

  @Override
  public void addHypernetwork(Map<Integer, ContextNetwork> byWidth, StepWeight strength) {
    Set<Integer> widths = model.unet().contextWidths();
    Map<Integer, ContextNetwork> fitting = new TreeMap<>(byWidth);
    fitting.keySet().retainAll(widths);
    if (fitting.isEmpty()) {
      throw new IllegalArgumentException(
          "The hypernetwork must have layers for one of the widths %s of the model %s, but is for: %s."
              .formatted(widths, model.name(), new TreeSet<>(byWidth.keySet())));
    }
    unet.addHypernetwork(fitting, strength);
  }
}
