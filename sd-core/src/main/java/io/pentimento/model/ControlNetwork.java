package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A network that steers a U-Net by a picture: a copy of the U-Net's way down and middle, whose
 * outputs are added to the U-Net's own (Zhang et al. 2023, "Adding Conditional Control to
 * Text-to-Image Diffusion Models"; diffusers' ControlNetModel). Immutable: any number of threads
 * may use one.
 */
public final class ControlNetwork {
  private final ControlConfig config;
  private final NumberType type;
  private final TimeEmbedding timeEmbedding;
  private final Optional<AddedEmbedding> addedEmbedding;
  private final Conv convIn;
  private final HintNetwork hint;
  private final List<UNetStage> down;
  private final UNetMiddle middle;

  /** One for each output of the way down, then the middle's. */
  private final List<Conv> outputs;

  /**
   * Reads the network.
   *
   * @param type the type the weights were read in, in which the network computes
   * @throws ModelFormatException if tensors are missing, of the wrong shape, or left over
   */
  public ControlNetwork(ControlConfig config, Weights weights, NumberType type)
      throws ModelFormatException {
    this.config = config;
    this.type = type;
    UNetConfig encoder = config.encoder();
    int first = encoder.levels().get(0).channels();
    this.timeEmbedding = TimeEmbedding.read(weights, encoder);
    this.addedEmbedding =
        encoder
            .added()
            .map(added -> AddedEmbedding.read(weights, added, encoder.timeEmbeddingWidth()));
    this.convIn = weights.conv("conv_in", encoder.inChannels(), first, 3, 1);
    this.hint = HintNetwork.read(weights.at("controlnet_cond_embedding"), config, first);
    this.down =
        IntStream.range(0, encoder.levels().size())
            .mapToObj(i -> UNetStage.readDown(weights.at("down_blocks." + i), encoder, i))
            .toList();
    this.middle = UNetMiddle.read(weights.at("mid_block"), encoder);
    this.outputs = outputs(config, weights);
    weights.finish();
  }

  private static List<Conv> outputs(ControlConfig config, Weights weights) {
    List<Integer> widths = config.residualWidths();
    List<Conv> outputs = new ArrayList<>();
    for (int i = 0; i < widths.size(); i++) {
      String name =
          i < config.downResiduals() ? "controlnet_down_blocks." + i : "controlnet_mid_block";
      outputs.add(weights.conv(name, widths.get(i), widths.get(i), 1, 1));
    }
    return outputs;
  }

  /**
   * Reads the network of a file in diffusers' layout or the original one.
   *
   * @param config its config.json; without one the architecture is found from the tensors, where
   *     heads and groups are those of SD1, SD2 or SDXL
   * @param base opens the U-Net of the base model, to which a file may hold the difference alone
   * @param scope where the weights live
   * @param type the type in which the network computes
   * @throws ModelFormatException if the file holds no such network, or a difference and there is no
   *     base model
   * @throws IOException if reading fails
   */
  public static ControlNetwork read(
      Checkpoint checkpoint,
      Optional<ComponentConfig> config,
      Optional<BaseWeights> base,
      Scope scope,
      NumberType type)
      throws IOException {
    ControlNames names = ControlNames.of(checkpoint);
    ControlConfig found =
        config.isPresent()
            ? ControlConfig.read(config.get())
            : ControlConfig.find(checkpoint, names);
    try {
      return names.isDifference()
          ? sum(checkpoint, names, found, base, scope, type)
          : new ControlNetwork(
              found, new Weights(names.of(tensors(checkpoint, scope, type))), type);
    } catch (UncheckedIOException e) {
      // A network reads its tensors in streams, which know no checked exceptions.
      throw e.getCause();
    }
  }

  /** Opens the tensors of a base model's U-Net, by diffusers' names. */
  @FunctionalInterface
  public interface BaseWeights {
    /** Opens them; the caller closes them. */
    Checkpoint open() throws IOException;
  }

  private static CheckpointTensors tensors(Checkpoint checkpoint, Scope scope, NumberType type) {
    return new CheckpointTensors(checkpoint, scope, type, elements -> {});
  }

  private static ControlNetwork sum(
      Checkpoint checkpoint,
      ControlNames names,
      ControlConfig config,
      Optional<BaseWeights> base,
      Scope scope,
      NumberType type)
      throws IOException {
    if (base.isEmpty()) {
      throw new ModelFormatException(
          checkpoint.path(),
          "difference",
          "this file holds the difference between a ControlNet and its base model. Pass that model"
              + " as its base.",
          null);
    }
    try (Checkpoint weights = base.get().open();
        Scope parts = scope.open("difference")) {
      TensorSource differences = names.of(tensors(checkpoint, parts, NumberType.FLOAT32));
      Weights sums = new Weights(new SummedTensors(differences, weights, parts, scope, type));
      return new ControlNetwork(config, sums, type);
    }
  }

  /** Returns the architecture. */
  public ControlConfig config() {
    return config;
  }

  /** Returns the number type in which the network computes. */
  public NumberType type() {
    return type;
  }

  /**
   * Reads a control picture.
   *
   * @param scope holds the result
   * @param picture {@code [1, 3, 8 × h, 8 × w]}, float32 in [0, 1], red first; some networks know
   *     -1 for what is hidden
   * @return {@code [1, first width, h, w]}, to be passed to {@link #residuals}
   */
  public NDArray readPicture(Scope scope, NDArray picture) {
    try (Scope inner = scope.open("control picture")) {
      return scope.adopt(hint.apply(inner, inner.pixels(ordered(inner, picture), type)));
    }
  }

  private NDArray ordered(Scope scope, NDArray picture) {
    if (!config.blueFirst()) {
      return picture;
    }
    NDArray greenAndRed =
        scope.concat(scope.slice(picture, 1, 2, 1), scope.slice(picture, 0, 1, 1), 1);
    return scope.concat(scope.slice(picture, 2, 3, 1), greenAndRed, 1);
  }

  /**
   * Projects the prompt for every cross-attention, and what is taken beside it, as {@link
   * UNet#project} does.
   *
   * @param added for a network of SDXL a row of {@link UNet#addedVector} for each of the batch;
   *     others leave it out
   * @throws IllegalArgumentException if the network takes such a vector and there is none
   */
  public UNet.PromptKeys project(Scope scope, NDArray context, Optional<NDArray> added) {
    if (added.isEmpty() && addedEmbedding.isPresent()) {
      throw new IllegalArgumentException(
          "This ControlNet takes a pooled text and sizes beside the prompt, but got none.");
    }
    Stream<SpatialTransformer> transformers =
        Stream.concat(
            down.stream().flatMap(stage -> stage.transformers().stream()),
            Stream.of(middle.transformer()));
    return UNet.PromptKeys.of(scope, context, type, transformers)
        .with(addedEmbedding.map(embedding -> embedding.apply(scope, type, added.orElseThrow())));
  }

  /** Embeds a timestep, as {@link UNet#embedTime} does. */
  public NDArray embedTime(Scope scope, double... timesteps) {
    return timeEmbedding.apply(scope, type, OptionalDouble.empty(), timesteps);
  }

  /**
   * Computes what is added to a U-Net's call.
   *
   * @param parent holds the result
   * @param sample the scaled latent, {@code [batch, inChannels, h, w]}, float32
   * @param time from {@link #embedTime}
   * @param prompt from {@link #project}, for the same batch
   * @param picture from {@link #readPicture}
   * @param factors what each addition is multiplied by, the middle's last: {@code [1, 1, 1, 1]} or
   *     {@code [1, 1, h, w]} of its resolution, in the network's type
   */
  public ControlResiduals residuals(
      Scope parent,
      NDArray sample,
      NDArray time,
      UNet.PromptKeys prompt,
      NDArray picture,
      List<NDArray> factors) {
    try (Scope scope = parent.open("control")) {
      UNetStage.Steering steering =
          new UNetStage.Steering(scope.silu(prompt.steer(scope, time)), prompt);
      ArrayDeque<NDArray> skips = new ArrayDeque<>();
      NDArray hidden = scope.add(convIn.apply(scope, scope.pixels(sample, type)), picture);
      skips.push(hidden);
      for (UNetStage stage : down) {
        hidden = stage.down(scope, hidden, steering, skips);
      }
      hidden = middle.apply(scope, hidden, steering, SelfAttention.TRAINED);
      List<NDArray> added = new ArrayList<>();
      Iterator<NDArray> firstToLast = skips.descendingIterator();
      for (int i = 0; i < config.downResiduals(); i++) {
        try (NDArray skip = firstToLast.next()) {
          added.add(parent.adopt(output(scope, i, skip, factors)));
        }
      }
      NDArray mid = parent.adopt(output(scope, config.downResiduals(), hidden, factors));
      return new ControlResiduals(added, mid);
    }
  }

  private NDArray output(Scope scope, int index, NDArray x, List<NDArray> factors) {
    return scope.multiply(outputs.get(index).apply(scope, x), factors.get(index));
  }
}
