package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Edges;
import io.pentimento.internal.FeatureKernels;
import io.pentimento.internal.Scope;
import io.pentimento.model.LatentCodec;
import io.pentimento.model.Observer;
import java.util.function.BiFunction;

/**
 * Encodes and decodes large pictures in overlapping tiles, so that the networks' memory grows with
 * the tile and not with the picture. What fits one tile goes through whole, as in the reference.
 *
 * @param tile longest side of a tile in latent cells; they are as long as each other, and as few as
 *     can be
 * @param overlap how many latent cells neighbouring tiles share at least
 */
record TiledAutoencoder(LatentCodec vae, int tile, int overlap) {
  /** 1024 pixels for Stable Diffusion. */
  private static final int TILE = 128;

  private static final int OVERLAP = 32;

  /** The network halves a picture's sides three times, and is fastest with whole cells. */
  private static final int STEP = 8;

  TiledAutoencoder(LatentCodec vae) {
    this(vae, TILE, OVERLAP);
  }

  /**
   * Decodes {@code [1, channels, h, w]}, scaled as the autoencoder's own latents, to {@code [1, 3,
   * h × f, w × f]}.
   *
   * @param observer sees the output of each block, tile by tile
   */
  NDArray decode(Scope scope, NDArray latent, Observer observer) {
    int factor = vae.factor();
    return vae.held(
        () -> map(scope, latent, 1, factor, (one, part) -> vae.decode(one, part, observer)));
  }

  /**
   * Encodes {@code [1, 3, height, width]} to the posterior's moments, see {@link
   * LatentCodec#moments}.
   */
  NDArray moments(Scope scope, NDArray pixels) {
    int factor = vae.factor();
    return vae.held(
        () -> map(scope, pixels, factor, 1, (one, part) -> vae.moments(one, part, Observer.NONE)));
  }

  /**
   * Runs a network tile by tile; a latent cell is {@code in} pixels wide before it and {@code out}
   * after it.
   */
  private NDArray map(
      Scope scope, NDArray input, int in, int out, BiFunction<Scope, NDArray, NDArray> network) {
    int height = Math.toIntExact(input.getShape().get(2)) / in;
    int width = Math.toIntExact(input.getShape().get(3)) / in;
    if (height <= tile && width <= tile) {
      return network.apply(scope, input);
    }
    return scope.edges().wrap()
        ? wrapped(scope, input, in, out, network)
        : tiled(scope, input, in, out, network);
  }

  /**
   * Continues a picture on its other side by what tiles share, so that those at its edges see it,
   * and cuts that off again.
   */
  private NDArray wrapped(
      Scope parent, NDArray input, int in, int out, BiFunction<Scope, NDArray, NDArray> network) {
    int height = Math.toIntExact(input.getShape().get(2)) / in;
    int width = Math.toIntExact(input.getShape().get(3)) / in;
    int columns = parent.edges().wrapX() ? Math.min(overlap, width) : 0;
    int rows = parent.edges().wrapY() ? Math.min(overlap, height) : 0;
    try (Scope scope = parent.withEdges(Edges.ZEROS).open("wrapped")) {
      NDArray wide = FeatureKernels.wrapped(scope, input, (long) columns * in, (long) rows * in);
      NDArray made = map(scope, wide, in, out, network);
      NDArray high = scope.slice(made, (long) rows * out, (long) (rows + height) * out, 2);
      NDArray cut = scope.slice(high, (long) columns * out, (long) (columns + width) * out, 3);
      return parent.adopt(scope.plain(cut));
    }
  }

  private NDArray tiled(
      Scope scope, NDArray input, int in, int out, BiFunction<Scope, NDArray, NDArray> network) {
    int height = Math.toIntExact(input.getShape().get(2)) / in;
    int width = Math.toIntExact(input.getShape().get(3)) / in;
    int h = length(height);
    int w = length(width);
    TileBlend blend = null;
    int channels = 0;
    for (int y : origins(height)) {
      for (int x : origins(width)) {
        try (Scope one = scope.open("tile")) {
          NDArray rows = one.slice(input, (long) y * in, (long) (y + h) * in, 2);
          NDArray part = one.slice(rows, (long) x * in, (long) (x + w) * in, 3);
          NDArray result = network.apply(one, part);
          if (blend == null) {
            channels = Math.toIntExact(result.getShape().get(1));
            blend = new TileBlend(channels, width * out, height * out, overlap * out);
          }
          blend.add(result.toFloatArray(), x * out, y * out, w * out, h * out);
        }
      }
    }
    if (blend == null) {
      throw new IllegalStateException("A picture has at least one tile.");
    }
    return scope.array(blend.blended(), 1, channels, (long) height * out, (long) width * out);
  }

  /** Returns how many tiles a side takes. */
  private int count(int side) {
    return side <= tile ? 1 : (int) Math.ceil((side - overlap) / (double) (tile - overlap));
  }

  /** Returns how long tiles along a side must be, so that as many as it takes share no more. */
  private int length(int side) {
    int count = count(side);
    int least = (int) Math.ceil((side + (count - 1) * overlap) / (double) count);
    int whole = (least + STEP - 1) / STEP * STEP;
    return Math.min(Math.min(tile, side), whole);
  }

  /** Returns evenly spaced tile origins that cover a side. */
  private int[] origins(int side) {
    int count = count(side);
    int[] origins = new int[count];
    for (int i = 1; i < count; i++) {
      origins[i] = (int) ((long) i * (side - length(side)) / (count - 1));
    }
    return origins;
  }
}
