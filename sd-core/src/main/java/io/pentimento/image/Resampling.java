package io.pentimento.image;

import java.util.Arrays;

/**
 * The filters pictures are resized by, with Pillow's fixed-point arithmetic: bit for bit its
 * results.
 *
 * <p>A resize is two passes, rows first; each weighs the source samples under the filter, widened
 * by the scale when shrinking, with weights of 22 fractional bits, and rounds to 8 bits. A side
 * that keeps its length skips its pass.
 */
public enum Resampling {
  /** The windowed sinc of three lobes: what the WebUI resizes pictures and masks with. */
  LANCZOS(3) {
    @Override
    double weight(double x) {
      return x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0;
    }
  },
  /** The triangle: what networks that look at pictures are mostly trained with. */
  BILINEAR(1) {
    @Override
    double weight(double x) {
      return Math.max(0, 1 - Math.abs(x));
    }
  },
  /** The cubic convolution with a = -0.5: what the WebUI brings masks to the latent's size with. */
  BICUBIC(2) {
    @Override
    double weight(double x) {
      double t = Math.abs(x);
      if (t < 1) {
        return (1.5 * t - 2.5) * t * t + 1;
      }
      return t < 2 ? -0.5 * (((t - 5) * t + 8) * t - 4) : 0;
    }
  };

  private final double support;

  Resampling(double support) {
    this.support = support;
  }

  abstract double weight(double x);

  private static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
  }

  /**
   * Resizes a picture. One with alpha is resized premultiplied, so that colours of clear pixels do
   * not bleed.
   */
  public Pixels resize(Pixels picture, int width, int height) {
    if (picture.width() == width && picture.height() == height) {
      return picture;
    }
    if (picture.channels() == 4) {
      return Compositing.unpremultiply(passes(Compositing.premultiply(picture), width, height));
    }
    return passes(picture, width, height);
  }

  private Pixels passes(Pixels picture, int width, int height) {
    Pixels wide = picture.width() == width ? picture : acrossRows(picture, width);
    return wide.height() == height ? wide : downColumns(wide, height);
  }

  private Pixels acrossRows(Pixels picture, int width) {
    ResamplingWeights weights = ResamplingWeights.of(this, support, picture.width(), width);
    int channels = picture.channels();
    Pixels result = Pixels.blank(width, picture.height(), channels);
    byte[] from = picture.samples();
    byte[] to = result.samples();
    int at = 0;
    for (int y = 0; y < picture.height(); y++) {
      int row = y * picture.width() * channels;
      for (int x = 0; x < width; x++) {
        int[] taps = weights.taps()[x];
        for (int c = 0; c < channels; c++) {
          int source = row + weights.first()[x] * channels + c;
          int sum = ResamplingWeights.HALF;
          for (int tap : taps) {
            sum += tap * (from[source] & 0xff);
            source += channels;
          }
          to[at++] = ResamplingWeights.round(sum);
        }
      }
    }
    return result;
  }

  private Pixels downColumns(Pixels picture, int height) {
    ResamplingWeights weights = ResamplingWeights.of(this, support, picture.height(), height);
    Pixels result = Pixels.blank(picture.width(), height, picture.channels());
    byte[] from = picture.samples();
    byte[] to = result.samples();
    int length = picture.width() * picture.channels();
    int[] sums = new int[length];
    for (int y = 0; y < height; y++) {
      Arrays.fill(sums, ResamplingWeights.HALF);
      int row = weights.first()[y] * length;
      for (int tap : weights.taps()[y]) {
        for (int i = 0; i < length; i++) {
          sums[i] += tap * (from[row + i] & 0xff);
        }
        row += length;
      }
      for (int i = 0; i < length; i++) {
        to[y * length + i] = ResamplingWeights.round(sums[i]);
      }
    }
    return result;
  }
}
