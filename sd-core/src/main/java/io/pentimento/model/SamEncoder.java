package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * The picture encoder of Segment Anything: a vision transformer most of whose layers look in
 * windows (Li et al. 2022, "Exploring Plain Vision Transformer Backbones for Object Detection").
 */
final class SamEncoder {
  private static final double EPS = 1e-6;

  private final SamConfig config;
  private final NDArray patches;
  private final NDArray patchBias;
  private final NDArray places;
  private final List<SamEncoderLayer> layers;
  private final NDArray neck1;
  private final Norm neckNorm1;
  private final NDArray neck2;
  private final Norm neckNorm2;

  /** Reads the network; what is computed from its tensors lives in the scope, too. */
  SamEncoder(SamConfig config, Weights weights, Scope scope) {
    this.config = config;
    int width = config.width();
    int patch = config.patchSize();
    int grid = config.grid();
    int channels = config.channels();
    this.patches = weights.tensor("patch_embed.projection.weight", width, 3, patch, patch);
    this.patchBias = weights.tensor("patch_embed.projection.bias", width);
    NDArray squares = weights.tensor("pos_embed", 1, grid, grid, width);
    boolean read = squares.getShape().dimension() == 4;
    this.places = read ? squares.reshape(1, (long) grid * grid, width) : squares;
    this.layers = new ArrayList<>();
    for (int i = 0; i < config.layers().size(); i++) {
      layers.add(
          SamEncoderLayer.read(weights.at("layers." + i), config, config.layers().get(i), scope));
    }
    Weights neck = weights.at("neck");
    this.neck1 = neck.tensor("conv1.weight", channels, width, 1, 1);
    this.neckNorm1 = neck.norm("layer_norm1", channels, EPS);
    this.neck2 = neck.tensor("conv2.weight", channels, channels, 3, 3);
    this.neckNorm2 = neck.norm("layer_norm2", channels, EPS);
  }

  /** Maps {@code [1, 3, size, size]} to {@code [1, channels, grid, grid]}. */
  NDArray apply(Scope parent, NDArray pixels) {
    try (Scope scope = parent.open("sam encoder")) {
      int grid = config.grid();
      NDArray cut = scope.conv(pixels, patches, patchBias, config.patchSize(), 0);
      NDArray hidden = scope.add(scope.tokens(cut), places);
      cut.close();
      for (SamEncoderLayer layer : layers) {
        try (NDArray previous = hidden) {
          hidden = layer.apply(scope, previous, grid);
        }
      }
      NDArray narrow = scope.conv(scope.picture(hidden, grid, grid), neck1, 1, 0);
      NDArray mixed = scope.conv(normed(scope, narrow, neckNorm1), neck2, 1, 1);
      return parent.adopt(scope.plain(normed(scope, mixed, neckNorm2)));
    }
  }

  /** Normalises the channels of each cell. */
  static NDArray normed(Scope scope, NDArray x, Norm norm) {
    long[] shape = x.getShape().getShape();
    return scope.picture(norm.layer(scope, scope.tokens(x)), shape[2], shape[3]);
  }
}
