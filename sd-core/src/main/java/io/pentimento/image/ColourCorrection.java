package io.pentimento.image;

/**
 * Gives generated pictures the colours of a picture they were made from: the WebUI's "color
 * correction". Each channel of L*a*b* gets the distribution of values that the target's has; of
 * that picture hue and saturation are kept, and the luminosity is taken back from what was
 * generated.
 *
 * <p>Instances are immutable.
 */
public final class ColourCorrection {
  private static final double RED = 0.299;
  private static final double GREEN = 0.587;
  private static final double BLUE = 0.114;

  private final Pixels target;

  private ColourCorrection(Pixels target) {
    this.target = target;
  }

  /**
   * Prepares the correction of pictures to the colours of one.
   *
   * @param picture the picture whose colours are wanted, of any size; alpha is ignored
   */
  public static ColourCorrection towards(Pixels picture) {
    return new ColourCorrection(Lab.fromRgb(picture.rgb()));
  }

  /**
   * Corrects a picture.
   *
   * @param generated a picture of any size; alpha is ignored
   * @return an RGB picture
   */
  public Pixels apply(Pixels generated) {
    Pixels rgb = generated.rgb();
    Pixels matched = matchHistograms(Lab.fromRgb(rgb), target);
    return withLuminosity(Lab.toRgb(matched), rgb);
  }

  /**
   * Gives each channel of a picture the distribution of another's: the value at each quantile of
   * the one becomes the value at the same quantile of the other, interpolated and cut to whole
   * levels.
   */
  static Pixels matchHistograms(Pixels picture, Pixels target) {
    int channels = picture.channels();
    byte[] samples = picture.samples().clone();
    for (int c = 0; c < channels; c++) {
      byte[] levels = matchingLevels(histogram(picture, c), histogram(target, c));
      for (int i = c; i < samples.length; i += channels) {
        samples[i] = levels[samples[i] & 0xff];
      }
    }
    return Pixels.wrap(picture.width(), picture.height(), channels, samples);
  }

  private static int[] histogram(Pixels picture, int channel) {
    int[] counts = new int[256];
    for (int i = channel; i < picture.samples().length; i += picture.channels()) {
      counts[picture.samples()[i] & 0xff]++;
    }
    return counts;
  }

  private static double[] quantiles(int[] counts) {
    double[] quantiles = new double[counts.length];
    long total = 0;
    for (int i = 0; i < counts.length; i++) {
      total += counts[i];
      quantiles[i] = total;
    }
    for (int i = 0; i < quantiles.length; i++) {
      quantiles[i] /= total;
    }
    return quantiles;
  }

  private static byte[] matchingLevels(int[] counts, int[] targetCounts) {
    double[] quantiles = quantiles(counts);
    double[] targetQuantiles = quantiles(targetCounts);
    byte[] levels = new byte[quantiles.length];
    int below = -1;
    int above = nextPresent(targetCounts, 0);
    for (int i = 0; i < levels.length; i++) {
      // Quantiles only grow, so the place in the target does, too. Its last quantile is 1.
      while (targetQuantiles[above] < quantiles[i]) {
        below = above;
        above = nextPresent(targetCounts, above + 1);
      }
      levels[i] = (byte) interpolated(targetQuantiles, below, above, quantiles[i]);
    }
    return levels;
  }

  private static int nextPresent(int[] counts, int from) {
    int level = from;
    while (counts[level] == 0) {
      level++;
    }
    return level;
  }

  /** Returns the level at a quantile that lies between those of two levels, cut to a whole one. */
  private static int interpolated(double[] quantiles, int below, int above, double quantile) {
    if (below < 0 || quantile == quantiles[above]) {
      return above;
    }
    double slope = (above - below) / (quantiles[above] - quantiles[below]);
    return (int) (slope * (quantile - quantiles[below]) + below);
  }

  /**
   * Returns a picture's colours with another's luminosity: the blend mode of that name (W3C,
   * "Compositing and Blending Level 1", 10.1), cut to whole levels.
   */
  static Pixels withLuminosity(Pixels colours, Pixels luminosity) {
    byte[] result = new byte[colours.samples().length];
    double[] rgb = new double[3];
    for (int i = 0; i < result.length; i += 3) {
      double wanted = luminosity(unit(luminosity.samples(), i, rgb));
      double more = wanted - luminosity(unit(colours.samples(), i, rgb));
      for (int c = 0; c < 3; c++) {
        rgb[c] += more;
      }
      clip(rgb);
      for (int c = 0; c < 3; c++) {
        result[i + c] = (byte) (int) (Math.max(0, Math.min(1, rgb[c])) * 255);
      }
    }
    return Pixels.wrap(colours.width(), colours.height(), 3, result);
  }

  private static double[] unit(byte[] samples, int at, double[] rgb) {
    for (int c = 0; c < 3; c++) {
      rgb[c] = (samples[at + c] & 0xff) / 255.0;
    }
    return rgb;
  }

  private static double luminosity(double[] rgb) {
    return rgb[0] * RED + rgb[1] * GREEN + rgb[2] * BLUE;
  }

  /** Brings a colour into [0, 1] by taking saturation from it; luminosity stays. */
  private static void clip(double[] rgb) {
    double luminosity = luminosity(rgb);
    double least = Math.min(rgb[0], Math.min(rgb[1], rgb[2]));
    double most = Math.max(rgb[0], Math.max(rgb[1], rgb[2]));
    if (least < 0) {
      for (int c = 0; c < 3; c++) {
        rgb[c] = luminosity + (rgb[c] - luminosity) * luminosity / (luminosity - least);
      }
    }
    if (most > 1) {
      // As in the reference, with the largest value from before the step above.
      for (int c = 0; c < 3; c++) {
        rgb[c] = luminosity + (rgb[c] - luminosity) * (1 - luminosity) / (most - luminosity);
      }
    }
  }
}
