package io.pentimento.inpaint;

import io.pentimento.image.Pixels;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Noise that has the frequencies and the colours of a picture, as the WebUI's "Outpainting mk2"
 * starts from it: a spectrum of random amplitude is multiplied by that of the picture, with its
 * phases, and the result gets the histogram of what is known.
 *
 * @param falloff the exponent of the picture's spectrum: higher gives coarser noise
 * @param colourVariation from 0 (grey before the colours are matched) to 1
 */
record MatchedNoise(double falloff, double colourVariation) {
  private static final double MASKED = 1e-6;
  private static final double KNOWN = 1e-3;

  /**
   * Fills the masked part of a picture.
   *
   * @param source values in [0, 1], three a pixel, row by row
   * @param mask 1 where noise replaces them, three a pixel
   * @return the filled picture, in [0, 1]
   */
  double[] fill(double[] source, double[] mask, int rows, int columns) {
    double[] grey = mean(mask);
    double[] windowed = windowed(source, mask, grey);
    double[] shaped = new double[source.length];
    double[][] noise = noise(rows, columns);
    for (int c = 0; c < 3; c++) {
      double[] channel =
          shaped(
              Spectrum.of(noise[c], rows, columns),
              Spectrum.of(channel(windowed, c), rows, columns));
      for (int i = 0; i < channel.length; i++) {
        shaped[3 * i + c] = channel[i];
      }
    }
    stretch(shaped);
    matchColours(shaped, source, grey);
    for (int i = 0; i < shaped.length; i++) {
      double value = source[i] * (1 - mask[i]) + shaped[i] * mask[i];
      shaped[i] = Math.max(0, Math.min(1, value));
    }
    return shaped;
  }

  /** Fills an RGB picture where a mask of the same size is 255; a mask of 0 keeps the samples. */
  Pixels fill(Pixels picture, Mask mask) {
    byte[] samples = picture.samples();
    byte[] levels = mask.pixels().samples();
    double[] source = new double[samples.length];
    double[] weights = new double[samples.length];
    for (int i = 0; i < samples.length; i++) {
      source[i] = (samples[i] & 0xff) / 255.0;
      weights[i] = (levels[i / 3] & 0xff) / 255.0;
    }
    double[] filled = fill(source, weights, picture.height(), picture.width());
    byte[] result = new byte[samples.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (byte) (int) (filled[i] * 255);
    }
    return Pixels.wrap(picture.width(), picture.height(), 3, result);
  }

  /** The known part, stretched to the full range, and the mean of everything elsewhere. */
  private static double[] windowed(double[] source, double[] mask, double[] grey) {
    double[] windowed = new double[source.length];
    double most = 0;
    for (int i = 0; i < source.length; i++) {
      windowed[i] = source[i] * (1 - grey[i / 3]);
      most = Math.max(most, windowed[i]);
    }
    double mean = Arrays.stream(source).sum() / source.length;
    for (int i = 0; i < source.length; i++) {
      windowed[i] = (most > 0 ? windowed[i] / most : 0) + mean * mask[i];
    }
    return windowed;
  }

  /** The same noise for every picture of a size, one array a channel. */
  private double[][] noise(int rows, int columns) {
    Pcg64 random = Pcg64.ofSeedZero();
    double[][] noise = new double[3][rows * columns];
    for (int i = 0; i < rows * columns; i++) {
      double sum = 0;
      for (double[] channel : noise) {
        channel[i] = random.nextDouble();
        sum += channel[i];
      }
      for (double[] channel : noise) {
        channel[i] = channel[i] * colourVariation + (1 - colourVariation) * (sum / 3);
      }
    }
    return noise;
  }

  private double[] shaped(Spectrum noise, Spectrum picture) {
    int rows = noise.rows();
    int columns = noise.columns();
    double[] re = new double[noise.re().length];
    double[] im = new double[re.length];
    for (int i = 0; i < re.length; i++) {
      double weight = window(i / columns, rows, columns) * window(i % columns, columns, rows);
      re[i] = noise.re()[i] * weight;
      im[i] = noise.im()[i] * weight;
    }
    Spectrum smooth = Spectrum.of(new Spectrum(rows, columns, re, im).inverse(), rows, columns);
    for (int i = 0; i < re.length; i++) {
      double power = smooth.re()[i] * smooth.re()[i] + smooth.im()[i] * smooth.im()[i];
      double size = Math.hypot(picture.re()[i], picture.im()[i]);
      // A frequency that the picture lacks has no phase; any will do.
      double factor = power * Math.pow(size, falloff);
      re[i] = size > 0 ? factor * (picture.re()[i] / size) : factor;
      im[i] = size > 0 ? factor * (picture.im()[i] / size) : 0;
    }
    return new Spectrum(rows, columns, re, im).inverse();
  }

  private static double window(int index, int length, int other) {
    double x = (index / (double) length * 2 - 1) * (length / (double) Math.min(length, other));
    return 1 / (x * x + 1);
  }

  /** Brings values to [0, 1], all channels together. */
  private static void stretch(double[] values) {
    double least = Arrays.stream(values).min().orElse(0);
    double most = Arrays.stream(values).max().orElse(0) - least;
    for (int i = 0; i < values.length; i++) {
      values[i] = most > 0 ? (values[i] - least) / most : 0;
    }
  }

  private static void matchColours(double[] noise, double[] source, double[] grey) {
    int[] masked = IntStream.range(0, grey.length).filter(i -> grey[i] > MASKED).toArray();
    int[] known = IntStream.range(0, grey.length).filter(i -> grey[i] < KNOWN).toArray();
    if (masked.length == 0 || known.length == 0) {
      return;
    }
    for (int c = 0; c < 3; c++) {
      int channel = c;
      double[] reference = Arrays.stream(known).mapToDouble(i -> source[3 * i + channel]).toArray();
      double[] values = Arrays.stream(masked).mapToDouble(i -> noise[3 * i + channel]).toArray();
      double[] matched = new HistogramMatch(reference).apply(values);
      for (int i = 0; i < masked.length; i++) {
        noise[3 * masked[i] + channel] = matched[i];
      }
    }
  }

  private static double[] mean(double[] rgb) {
    double[] grey = new double[rgb.length / 3];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = (rgb[3 * i] + rgb[3 * i + 1] + rgb[3 * i + 2]) / 3;
    }
    return grey;
  }

  private static double[] channel(double[] rgb, int channel) {
    double[] values = new double[rgb.length / 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = rgb[3 * i + channel];
    }
    return values;
  }
}
