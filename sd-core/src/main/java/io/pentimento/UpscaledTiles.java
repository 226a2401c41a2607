package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.image.ImageSize;
import io.pentimento.image.PictureTiles;
import io.pentimento.image.Pixels;
import io.pentimento.internal.Scope;
import io.pentimento.model.RrdbNet;

/**
 * One pass of a picture through a network that enlarges, tile by tile.
 *
 * @param weights the scope in which those of the tiles are opened
 * @param name the network's, for messages
 * @param beforeTile called before each tile; what it throws ends the pass
 */
record UpscaledTiles(RrdbNet network, Scope weights, String name, Runnable beforeTile) {
  /** The WebUI's sizes. */
  private static final ImageSize TILE = new ImageSize(192, 192);

  private static final int OVERLAP = 8;

  /** Enlarges an RGB picture by the network's scale. */
  Pixels enlarge(Pixels picture) {
    PictureTiles tiles = new PictureTiles(picture.size(), TILE, OVERLAP);
    return tiles.combine(
        network.config().scale(), (column, row) -> tile(tiles.cut(picture, column, row)));
  }

  private Pixels tile(Pixels tile) {
    beforeTile.run();
    try (Scope scope = weights.open("upscaled tile")) {
      NDArray large = network.enlarge(scope, array(scope, tile));
      if (!scope.isFinite(large)) {
        throw new GenerationFailedException(
            "The upscaler %s made NaN or infinite values. Load it with Precision.FLOAT32."
                .formatted(name));
      }
      return pixels(large);
    }
  }

  private static NDArray array(Scope scope, Pixels tile) {
    byte[] samples = tile.samples();
    int plane = tile.width() * tile.height();
    float[] values = new float[3 * plane];
    for (int i = 0; i < plane; i++) {
      for (int colour = 0; colour < 3; colour++) {
        values[colour * plane + i] = (samples[3 * i + colour] & 0xff) / 255f;
      }
    }
    return scope.array(values, 1, 3, tile.height(), tile.width());
  }

  /** Clamps to [0, 1] and rounds to 8 bits, half to even. */
  static Pixels pixels(NDArray large) {
    int height = Math.toIntExact(large.getShape().get(2));
    int width = Math.toIntExact(large.getShape().get(3));
    int plane = width * height;
    float[] values = large.toFloatArray();
    byte[] samples = new byte[3 * plane];
    for (int i = 0; i < plane; i++) {
      for (int colour = 0; colour < 3; colour++) {
        float unit = Math.min(1, Math.max(0, values[colour * plane + i]));
        samples[3 * i + colour] = (byte) Math.rint(unit * 255);
      }
    }
    return Pixels.wrap(width, height, 3, samples);
  }
}
