package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.original.ClipVisionFile;
import io.pentimento.internal.FeatureKernels;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.internal.SegmentKernels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/**
 * The picture half of CLIP (Radford et al. 2021, section 2.4, a vision transformer of Dosovitskiy
 * et al. 2021; transformers' CLIPVisionModelWithProjection). Immutable: any number of threads may
 * use one.
 */
public final class ClipVision {
  private final ClipVisionConfig config;
  private final NumberType type;
  private final NDArray patches;
  private final NDArray classToken;
  private final NDArray positions;
  private final Norm preNorm;
  private final List<ClipLayer> layers;
  private final Norm postNorm;
  private final Linear projection;

  /**
   * Reads the network.
   *
   * @param weights under transformers' names without {@code vision_model.}
   * @param type the type the weights were read in, in which the network computes
   * @throws ModelFormatException if tensors are missing, of the wrong shape, or left over
   */
  public ClipVision(ClipVisionConfig config, Weights weights, NumberType type)
      throws ModelFormatException {
    this.config = config;
    this.type = type;
    int width = config.width();
    int patch = config.patchSize();
    double eps = config.layerNormEps();
    this.patches = weights.tensor("embeddings.patch_embedding.weight", width, 3, patch, patch);
    this.classToken = weights.tensor("embeddings.class_embedding", width);
    this.positions = weights.tensor("embeddings.position_embedding.weight", config.tokens(), width);
    this.preNorm = weights.norm("pre_layrnorm", width, eps);
    this.layers =
        IntStream.range(0, config.layers())
            .mapToObj(
                i -> ClipLayer.read(weights.at("encoder.layers." + i), ClipLayer.Sizes.of(config)))
            .toList();
    this.postNorm = weights.norm("post_layernorm", width, eps);
    this.projection = weights.linearWithoutBias("visual_projection", width, config.projected());
    weights.finish();
  }

  /**
   * Reads the picture half of a file that may hold both halves, under transformers' names or those
   * of the first release and OpenCLIP.
   *
   * @param config its config.json; without one the architecture is found from the tensors, where
   *     heads and activation are those of the published encoders
   * @param scope where the weights live
   * @param type the type in which the network computes
   * @throws ModelFormatException if the file holds no such network
   * @throws IOException if reading fails
   */
  public static ClipVision read(
      Checkpoint file, Optional<ComponentConfig> config, Scope scope, NumberType type)
      throws IOException {
    Checkpoint tower = ClipVisionFile.of(file);
    ClipVisionConfig found =
        config.isPresent() ? ClipVisionConfig.read(config.get()) : ClipVisionConfig.find(tower);
    LongConsumer unheard = elements -> {};
    try {
      return new ClipVision(
          found, new Weights(new CheckpointTensors(tower, scope, type, unheard)), type);
    } catch (UncheckedIOException e) {
      // A network reads its tensors in streams, which know no checked exceptions.
      throw e.getCause();
    }
  }

  /** Returns the architecture. */
  public ClipVisionConfig config() {
    return config;
  }

  /**
   * Embeds pictures.
   *
   * @param parent holds the result
   * @param pixels from {@link ClipPixels}: {@code [batch, 3, size, size]}, float32
   * @return {@code [batch, projected]}, float32, of any length
   */
  public NDArray embed(Scope parent, NDArray pixels) {
    try (Scope scope = parent.open("clip vision")) {
      NDArray last = afterLayers(scope, pixels, layers.size());
      NDArray projected = scope.plain(projection.apply(scope, pooled(scope, last)));
      return parent.adopt(projected.reshape(-1, config.projected()));
    }
  }

  /**
   * Returns the output of the last layer but one, without the final normalisation.
   *
   * @param parent holds the result
   * @param pixels from {@link ClipPixels}: {@code [batch, 3, size, size]}, float32
   * @return {@code [batch, tokens, width]}, float32, the token of the whole picture first
   */
  public NDArray penultimate(Scope parent, NDArray pixels) {
    try (Scope scope = parent.open("clip vision")) {
      return parent.adopt(scope.plain(afterLayers(scope, pixels, layers.size() - 1)));
    }
  }

  /** Returns what pictures are after some of the layers, {@code [batch, tokens, width]}. */
  NDArray afterLayers(Scope scope, NDArray pixels, int count) {
    NDArray hidden = preNorm.layer(scope, embedded(scope, pixels));
    for (ClipLayer layer : layers.subList(0, count)) {
      try (NDArray previous = hidden) {
        hidden = layer.apply(scope, previous, false);
      }
    }
    return hidden;
  }

  /**
   * Returns what pictures of any size are at first and after each of the first layers, {@code
   * [batch, tokens, width]} each. What tells their places is resized by a cubic filter.
   *
   * @param scope holds the results
   * @param pixels {@code [batch, 3, height, width]}, float32
   */
  List<NDArray> states(Scope scope, NDArray pixels, int count) {
    NDArray cut = scope.conv(scope.pixels(pixels, type), patches, config.patchSize(), 0);
    int side = config.imageSize() / config.patchSize();
    long rows = cut.getShape().get(2);
    long columns = cut.getShape().get(3);
    NDArray places =
        rows == side && columns == side
            ? positions
            : SegmentKernels.resizedPlaces(scope, positions, side, rows, columns);
    NDArray placed = FeatureKernels.placed(scope, scope.tokens(cut), classToken, places);
    List<NDArray> states = new ArrayList<>(List.of(preNorm.layer(scope, placed)));
    for (ClipLayer layer : layers.subList(0, count)) {
      states.add(layer.apply(scope, states.get(states.size() - 1), false));
    }
    return states;
  }

  /** Returns the tokens of pictures at their places, {@code [batch, tokens, width]}. */
  NDArray embedded(Scope scope, NDArray pixels) {
    checkShape(pixels);
    NDArray cut = scope.conv(scope.pixels(pixels, type), patches, config.patchSize(), 0);
    return FeatureKernels.placed(scope, scope.tokens(cut), classToken, positions);
  }

  /** Returns the token of the whole picture after the last layer, {@code [batch, 1, width]}. */
  NDArray pooled(Scope scope, NDArray last) {
    return postNorm.layer(scope, scope.slice(last, 0, 1, 1));
  }

  private void checkShape(NDArray pixels) {
    long[] shape = pixels.getShape().getShape();
    int size = config.imageSize();
    if (shape.length != 4 || shape[1] != 3 || shape[2] != size || shape[3] != size) {
      throw new IllegalArgumentException(
          "The picture encoder takes [batch, 3, %d, %d], but got: %s."
              .formatted(size, size, pixels.getShape()));
    }
  }
}
