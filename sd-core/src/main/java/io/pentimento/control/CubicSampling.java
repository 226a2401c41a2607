package io.pentimento.control;

import io.pentimento.image.Pixels;

/**
 * Cubic interpolation between the four nearest samples of each axis, also where a picture becomes
 * much smaller: OpenCV's, whose kernel has the parameter -0.75.
 */
final class CubicSampling {
  private static final double A = -0.75;

  private CubicSampling() {}

  static Pixels resize(Pixels picture, int width, int height) {
    int channels = picture.channels();
    byte[] samples = new byte[width * height * channels];
    int at = 0;
    for (int y = 0; y < height; y++) {
      double centreY = (y + 0.5) * picture.height() / height - 0.5;
      for (int x = 0; x < width; x++) {
        double centreX = (x + 0.5) * picture.width() / width - 0.5;
        for (int channel = 0; channel < channels; channel++) {
          long value = Math.round(between(picture, centreX, centreY, channel));
          samples[at++] = (byte) Math.max(0, Math.min(255, value));
        }
      }
    }
    return Pixels.wrap(width, height, channels, samples);
  }

  private static double between(Pixels picture, double x, double y, int channel) {
    int column = (int) Math.floor(x);
    int row = (int) Math.floor(y);
    double sum = 0;
    for (int j = -1; j <= 2; j++) {
      int inRow = Math.max(0, Math.min(picture.height() - 1, row + j));
      double line = 0;
      for (int i = -1; i <= 2; i++) {
        int inColumn = Math.max(0, Math.min(picture.width() - 1, column + i));
        line += weight(x - column - i) * picture.sample(inColumn, inRow, channel);
      }
      sum += weight(y - row - j) * line;
    }
    return sum;
  }

  private static double weight(double distance) {
    double d = Math.abs(distance);
    if (d <= 1) {
      return ((A + 2) * d - (A + 3)) * d * d + 1;
    }
    return d < 2 ? ((A * d - 5 * A) * d + 8 * A) * d - 4 * A : 0;
  }
}
