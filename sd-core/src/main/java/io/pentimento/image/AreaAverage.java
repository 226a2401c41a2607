package io.pentimento.image;

/** Makes a picture smaller: each pixel becomes the mean of the area that it covers. */
public final class AreaAverage {
  private AreaAverage() {}

  /** Resizes a picture to a size that is nowhere larger. */
  public static Pixels resize(Pixels picture, int width, int height) {
    int channels = picture.channels();
    int line = width * channels;
    float[] narrow = new float[line * picture.height()];
    double across = picture.width() / (double) width;
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < channels; c++) {
          int row = y;
          int channel = c;
          narrow[y * line + x * channels + c] =
              mean(
                  x * across,
                  (x + 1) * across,
                  i -> picture.sample(i, row, channel),
                  picture.width());
        }
      }
    }
    byte[] samples = new byte[line * height];
    double down = picture.height() / (double) height;
    for (int y = 0; y < height; y++) {
      for (int i = 0; i < line; i++) {
        int column = i;
        float mean =
            mean(y * down, (y + 1) * down, row -> narrow[row * line + column], picture.height());
        samples[y * line + i] = (byte) Math.max(0, Math.min(255, Math.round(mean)));
      }
    }
    return Pixels.wrap(width, height, channels, samples);
  }

  /** Gives one sample of a line. */
  private interface Line {
    float sample(int place);
  }

  /** Returns the mean of a line from one place, which may lie within a sample, to another. */
  private static float mean(double from, double to, Line line, int length) {
    double sum = 0;
    int last = Math.min(length, (int) Math.ceil(to));
    for (int i = (int) from; i < last; i++) {
      sum += line.sample(i) * (Math.min(to, i + 1) - Math.max(from, i));
    }
    return (float) (sum / (to - from));
  }
}
