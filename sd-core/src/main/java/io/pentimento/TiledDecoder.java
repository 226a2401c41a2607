package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.model.Autoencoder;
import io.pentimento.model.Observer;

/**
 * Decodes a large latent in overlapping tiles, so that memory grows with the tile and not with the
 * picture. Where tiles overlap they are blended with weights that rise linearly from the tile's
 * edge, so no seam shows; the weights of all tiles at a pixel are normalised to sum to one.
 *
 * @param tile side of a tile in latent cells
 * @param overlap how many latent cells neighbouring tiles share at least
 */
record TiledDecoder(Autoencoder vae, int tile, int overlap) {
  /**
   * Latents up to this side are decoded whole, as the reference does: 1024 pixels for Stable
   * Diffusion.
   */
  private static final int TILE = 128;

  private static final int OVERLAP = 32;

  TiledDecoder(Autoencoder vae) {
    this(vae, TILE, OVERLAP);
  }

  /**
   * Decodes {@code [1, channels, h, w]}, scaled as the autoencoder's own latents, to {@code [1, 3,
   * h × f, w × f]}.
   *
   * @param observer sees the output of each block, tile by tile
   */
  NDArray decode(Scope scope, NDArray latent, Observer observer) {
    int height = Math.toIntExact(latent.getShape().get(2));
    int width = Math.toIntExact(latent.getShape().get(3));
    if (height <= tile && width <= tile) {
      return vae.decode(scope, latent, observer);
    }
    int factor = vae.config().factor();
    Canvas canvas = new Canvas(width * factor, height * factor);
    for (int y : origins(height)) {
      for (int x : origins(width)) {
        try (Scope one = scope.open("tile")) {
          int h = Math.min(tile, height);
          int w = Math.min(tile, width);
          NDArray rows = one.slice(latent, y, (long) y + h, 2);
          NDArray decoded = vae.decode(one, one.slice(rows, x, (long) x + w, 3), observer);
          canvas.add(
              decoded.toFloatArray(),
              x * factor,
              y * factor,
              w * factor,
              h * factor,
              overlap * factor);
        }
      }
    }
    return scope.array(canvas.normalised(), 1, 3, (long) height * factor, (long) width * factor);
  }

  /** Returns evenly spaced tile origins that cover a side. */
  private int[] origins(int side) {
    if (side <= tile) {
      return new int[] {0};
    }
    int count = (int) Math.ceil((side - overlap) / (double) (tile - overlap));
    int[] origins = new int[count];
    for (int i = 0; i < count; i++) {
      origins[i] = (int) ((long) i * (side - tile) / (count - 1));
    }
    return origins;
  }

  /** Sums weighted tiles. */
  private static final class Canvas {
    private final int width;
    private final int height;
    private final float[] sum;
    private final float[] weight;

    Canvas(int width, int height) {
      this.width = width;
      this.height = height;
      this.sum = new float[Math.multiplyExact(3, Math.multiplyExact(width, height))];
      this.weight = new float[width * height];
    }

    void add(float[] tile, int left, int top, int w, int h, int ramp) {
      for (int y = 0; y < h; y++) {
        float vertical = rise(y, h, top, height, ramp);
        for (int x = 0; x < w; x++) {
          float share = vertical * rise(x, w, left, width, ramp);
          int at = (top + y) * width + left + x;
          weight[at] += share;
          for (int channel = 0; channel < 3; channel++) {
            sum[channel * width * height + at] += share * tile[(channel * h + y) * w + x];
          }
        }
      }
    }

    /** Rises from the tile's edge inwards, except at the picture's own border. */
    private static float rise(int at, int side, int origin, int whole, int ramp) {
      float fromStart = origin == 0 ? 1 : Math.min(1, (at + 1f) / ramp);
      float fromEnd = origin + side == whole ? 1 : Math.min(1, (side - at) / (float) ramp);
      return Math.min(fromStart, fromEnd);
    }

    float[] normalised() {
      for (int i = 0; i < weight.length; i++) {
        for (int channel = 0; channel < 3; channel++) {
          sum[channel * weight.length + i] /= weight[i];
        }
      }
      return sum;
    }
  }
}
