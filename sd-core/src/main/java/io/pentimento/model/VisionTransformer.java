package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.FeatureKernels;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The trunk of a vision transformer (Dosovitskiy et al. 2021, section 3.1): patches become tokens,
 * which pass layers.
 */
final class VisionTransformer {
  private final VisionTransformerConfig config;
  private final NumberType type;
  private final Conv patches;
  private final Optional<NDArray> classToken;
  private final NDArray positions;
  private final List<ClipLayer> layers;

  private VisionTransformer(VisionTransformerConfig config, Weights weights, NumberType type) {
    this.config = config;
    this.type = type;
    int width = config.width();
    int patch = config.patchSize();
    this.patches =
        new Conv(
            "patch_embedding",
            weights.tensor("patch_embedding.weight", width, 3, patch, patch),
            weights.tensor("patch_embedding.bias", width),
            patch,
            0,
            Optional.empty());
    this.classToken =
        config.classToken()
            ? Optional.of(weights.tensor("class_embedding", 1, 1, width).reshape(width))
            : Optional.empty();
    this.positions = weights.tensor("position_embedding", 1, config.tokens(), width);
    ClipLayer.Sizes sizes =
        new ClipLayer.Sizes(
            width,
            config.feedForwardWidth(),
            config.heads(),
            config.activation(),
            config.layerNormEps());
    this.layers =
        IntStream.range(0, config.layers())
            .mapToObj(i -> ClipLayer.read(weights.at("layers." + i), sizes))
            .toList();
  }

  /**
   * Reads the trunk.
   *
   * @param weights under the names of {@link io.pentimento.checkpoint.original.TaggerFile}
   */
  static VisionTransformer read(VisionTransformerConfig config, Weights weights, NumberType type) {
    return new VisionTransformer(config, weights, type);
  }

  /** Returns the architecture. */
  VisionTransformerConfig config() {
    return config;
  }

  /** Returns what pictures are after all layers, {@code [batch, tokens, width]}. */
  NDArray tokens(Scope scope, NDArray pixels) {
    return afterLayers(scope, pixels, layers.size());
  }

  /**
   * Returns what pictures are after some of the layers.
   *
   * @param pixels {@code [batch, 3, size, size]}, float32
   * @return {@code [batch, tokens, width]}, the token of the whole picture first, if there is one
   */
  NDArray afterLayers(Scope scope, NDArray pixels, int count) {
    checkShape(pixels);
    NDArray cut = scope.tokens(patches.apply(scope, scope.pixels(pixels, type)));
    NDArray hidden = placed(scope, cut);
    for (ClipLayer layer : layers.subList(0, count)) {
      try (NDArray previous = hidden) {
        hidden = layer.apply(scope, previous, false);
      }
    }
    return hidden;
  }

  private NDArray placed(Scope scope, NDArray cut) {
    if (classToken.isEmpty()) {
      return scope.add(cut, positions);
    }
    return FeatureKernels.placed(scope, cut, classToken.get(), positions);
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
