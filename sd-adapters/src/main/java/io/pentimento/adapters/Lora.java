package io.pentimento.adapters;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.pentimento.patch.ModelLayout;
import io.pentimento.patch.ModelPart;
import io.pentimento.patch.PatchTarget;
import io.pentimento.patch.StepWeight;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * A file of the LoRA family (LoRA, LoHa, LoKr, IA3, GLoRA, OFT, BOFT, DoRA, full and norm
 * differences; kohya's, LyCORIS', diffusers' and peft's names) and how much it counts.
 *
 * @param file the file
 * @param unetWeight how much it counts in the U-Net
 * @param textEncoderWeight how much it counts in the text encoders
 * @param blocks how much it counts in each block, beside its weight
 * @param rank how many ranks of low-rank products are used, at least 1; nothing for all
 */
public record Lora(
    LoraFile file,
    StepWeight unetWeight,
    StepWeight textEncoderWeight,
    Optional<BlockWeights> blocks,
    OptionalInt rank)
    implements Adapter {
  /** Checks the rank. */
  public Lora {
    if (rank.isPresent() && rank.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "rank must be at least 1, but got: " + rank.getAsInt() + ".");
    }
  }

  /**
   * A file with one weight for all networks and steps.
   *
   * @param weight finite, usually [0, 1]
   * @throws IOException if the file cannot be read or is damaged
   */
  public static Lora read(Path path, double weight) throws IOException {
    StepWeight all = StepWeight.of(weight);
    return new Lora(LoraFile.read(path), all, all, Optional.empty(), OptionalInt.empty());
  }

  /** Returns the same file with other weights. */
  public Lora withWeights(StepWeight unet, StepWeight textEncoder) {
    return new Lora(file, unet, textEncoder, blocks, rank);
  }

  /** Returns the same with weights by block. */
  public Lora withBlocks(BlockWeights weights) {
    return new Lora(file, unetWeight, textEncoderWeight, Optional.of(weights), rank);
  }

  /** Returns the same with only so many ranks of low-rank products, at least 1. */
  public Lora withRank(int limit) {
    return new Lora(file, unetWeight, textEncoderWeight, blocks, OptionalInt.of(limit));
  }

  /**
   * Tells what of the file a model has a place for.
   *
   * @throws AdapterMismatchException if the file is for another kind of model
   * @throws IOException if reading fails
   */
  public LoraMatch match(ModelLayout layout) throws IOException {
    return plan(layout).match();
  }

  @Override
  public void check(ModelLayout layout) throws IOException {
    file.checkUnchanged();
    plan(layout);
  }

  @Override
  public void apply(PatchTarget target) throws IOException {
    file.checkUnchanged();
    LoraPlan plan = plan(target.layout());
    Warnings.unmatched(file, plan.match(), target.layout().modelName());
    file.bundled().apply(target);
    Factors factors = new Factors(target.manager());
    try {
      for (LoraPlan.Planned planned : plan.changes()) {
        StepWeight weight = weight(planned.layer(), plan.names());
        if (weight.stretches().stream().anyMatch(stretch -> stretch.weight() != 0)) {
          add(target, planned, weight, factors);
        }
      }
    } catch (UncheckedIOException e) {
      // A target that computes at once is inside of a function that knows no checked exceptions.
      throw e.getCause();
    }
  }

  @Override
  public Optional<String> tag() {
    boolean plain = blocks.isEmpty() && file.name().matches("[^<>:]+");
    if (!plain || unetWeight.stretches().size() > 1 || textEncoderWeight.stretches().size() > 1) {
      return Optional.empty();
    }
    String text = number(textEncoderWeight.at(0));
    String unet = number(unetWeight.at(0));
    String weights = rank.isEmpty() && text.equals(unet) ? text : text + ":" + unet;
    String limit = rank.isPresent() ? ":" + rank.getAsInt() : "";
    return Optional.of("<lora:" + file.name() + ":" + weights + limit + ">");
  }

  private LoraPlan plan(ModelLayout layout) throws IOException {
    return LoraPlan.of(file, layout, rank);
  }

  private StepWeight weight(Layer layer, LayerNames names) {
    boolean unet = layer.part() == ModelPart.UNET;
    StepWeight weight = unet ? unetWeight : textEncoderWeight;
    if (blocks.isEmpty()) {
      return weight;
    }
    BlockWeights byBlock = blocks.get();
    double factor = unet ? byBlock.of(names.unetNames().original(layer.path())) : byBlock.base();
    return new StepWeight(
        weight.stretches().stream()
            .map(stretch -> new StepWeight.Stretch(stretch.fromStep(), stretch.weight() * factor))
            .toList());
  }

  private static void add(
      PatchTarget target, LoraPlan.Planned planned, StepWeight weight, Factors factors)
      throws IOException {
    Layer layer = planned.layer();
    if (planned.change() instanceof LowRank product) {
      try (NDManager scope = target.manager().newSubManager()) {
        Factors own = factors.in(scope);
        target.addProduct(
            layer.part(),
            planned.tensor(),
            product.up(own),
            product.down(own),
            product.scale(),
            weight);
      }
    } else {
      target.add(layer.part(), planned.tensor(), computed(planned), weight);
    }
  }

  /** Reads the file when it is asked, since that may be long after the call. */
  private static UnaryOperator<NDArray> computed(LoraPlan.Planned planned) {
    return tensor -> {
      try (NDManager scope = tensor.getManager().newSubManager()) {
        Layer layer = planned.layer();
        boolean bias = planned.tensor().equals(layer.biasName());
        // A sum hangs on the manager of its first part.
        NDArray original = scope.create(0f).add(tensor);
        NDArray shaped = bias ? original : original.reshape(layer.shape());
        NDArray change = planned.change().of(shaped, new Factors(scope));
        NDArray result = change.reshape(tensor.getShape());
        result.attach(tensor.getManager());
        return result;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private static String number(double weight) {
    return weight == 0 ? "0" : BigDecimal.valueOf(weight).stripTrailingZeros().toPlainString();
  }
}
