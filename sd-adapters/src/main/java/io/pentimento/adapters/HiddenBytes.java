package io.pentimento.adapters;

import java.awt.image.Raster;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Bytes that the WebUI hides in the pixels of a picture, for sites that strip text chunks.
 *
 * <p>The picture stands between two columns of black and two blocks of noise. The block on the left
 * has the lower half of each byte in the lower four bits of a sample, that on the right the upper
 * half; both run row by row, red, green, blue. The lower four bits are XORed with those of a
 * sequence: a linear congruential generator modulo 2^32, with multiplier 1664525 and increment
 * 1013904223, that starts from 0, its numbers taken modulo 255. The upper four bits are decoration.
 */
final class HiddenBytes {
  private static final int CHANNELS = 3;
  private static final int HALF = 0x0f;

  /** Rows and columns of the picture that are left when its black border is cut off. */
  private record Area(int left, int top, int right, int bottom) {}

  private final Raster raster;

  private HiddenBytes(Raster raster) {
    this.raster = raster;
  }

  /**
   * Returns all bytes of the two blocks, what was hidden and then filling; empty if the picture has
   * no such blocks.
   *
   * @param raster 8-bit samples, red, green and blue in front
   */
  static Optional<byte[]> of(Raster raster) {
    return raster.getNumBands() < CHANNELS || raster.getSampleModel().getSampleSize(0) != 8
        ? Optional.empty()
        : new HiddenBytes(raster).read();
  }

  private Optional<byte[]> read() {
    Area area = withoutBorder();
    int[] black =
        IntStream.range(area.left(), area.right())
            .filter(x -> column(x, area.top(), area.bottom(), sample -> (sample & HALF) == 0))
            .toArray();
    if (black.length < 2) {
      return Optional.empty();
    }
    int width = black[0] - area.left();
    int second = black[black.length - 1] + 1;
    if (width == 0 || width != area.right() - second) {
      return Optional.empty();
    }
    return Optional.of(bytes(area, width, second));
  }

  private byte[] bytes(Area area, int width, int second) {
    int height = area.bottom() - area.top();
    byte[] bytes = new byte[Math.multiplyExact(width * CHANNELS, height)];
    int state = 0;
    int at = 0;
    for (int y = area.top(); y < area.bottom(); y++) {
      for (int x = 0; x < width; x++) {
        for (int channel = 0; channel < CHANNELS; channel++) {
          state = 1664525 * state + 1013904223;
          int noise = (int) (Integer.toUnsignedLong(state) % 255) & HALF;
          int lower = (raster.getSample(area.left() + x, y, channel) & HALF) ^ noise;
          int upper = (raster.getSample(second + x, y, channel) & HALF) ^ noise;
          bytes[at++] = (byte) ((upper << 4) | lower);
        }
      }
    }
    return bytes;
  }

  /** The border ends where a pixel has some of each colour. */
  private Area withoutBorder() {
    int left = raster.getWidth();
    int right = 0;
    int top = raster.getHeight();
    int bottom = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      for (int x = 0; x < raster.getWidth(); x++) {
        if (isColoured(x, y)) {
          left = Math.min(left, x);
          right = Math.max(right, x + 1);
          top = Math.min(top, y);
          bottom = y + 1;
        }
      }
    }
    return new Area(left, top, right, bottom);
  }

  private boolean isColoured(int x, int y) {
    for (int channel = 0; channel < CHANNELS; channel++) {
      if (raster.getSample(x, y, channel) == 0) {
        return false;
      }
    }
    return true;
  }

  private boolean column(int x, int top, int bottom, IntPredicate holds) {
    for (int y = top; y < bottom; y++) {
      for (int channel = 0; channel < CHANNELS; channel++) {
        if (!holds.test(raster.getSample(x, y, channel))) {
          return false;
        }
      }
    }
    return true;
  }
}
