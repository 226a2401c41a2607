package io.pentimento.vision;

import io.pentimento.image.Pixels;

/**
 * Resizes pictures as OpenCV's {@code INTER_LINEAR} does for 8-bit samples, with weights of 11
 * bits: between the four nearest pixels, also when shrinking.
 */
final class BilinearResize {
  private static final int BITS = 11;
  private static final int ONE = 1 << BITS;

  private BilinearResize() {}

  /**
   * Where the pixels of one axis come from.
   *
   * @param first the nearer to the start of the two
   * @param second the other
   * @param share what of the second counts, 0 to {@link #ONE}
   */
  private record Axis(int[] first, int[] second, int[] share) {
    static Axis of(int from, int to) {
      int[] first = new int[to];
      int[] second = new int[to];
      int[] share = new int[to];
      double scale = (double) from / to;
      for (int i = 0; i < to; i++) {
        float place = (float) ((i + 0.5) * scale - 0.5);
        int below = (int) Math.floor(place);
        float rest = place - below;
        if (below < 0 || below >= from - 1) {
          below = below < 0 ? 0 : from - 1;
          rest = 0;
        }
        first[i] = below;
        second[i] = Math.min(below + 1, from - 1);
        share[i] = (int) Math.rint(rest * ONE);
      }
      return new Axis(first, second, share);
    }
  }

  static Pixels resize(Pixels picture, int width, int height) {
    if (picture.width() == width && picture.height() == height) {
      return picture;
    }
    Axis across = Axis.of(picture.width(), width);
    Axis down = Axis.of(picture.height(), height);
    int channels = picture.channels();
    byte[] samples = new byte[width * height * channels];
    int[] upper = new int[width * channels];
    int[] lower = new int[width * channels];
    for (int y = 0; y < height; y++) {
      row(picture, down.first[y], across, upper);
      row(picture, down.second[y], across, lower);
      int below = down.share[y];
      for (int i = 0; i < upper.length; i++) {
        int above = ((ONE - below) * (upper[i] >> 4)) >> 16;
        int sum = above + ((below * (lower[i] >> 4)) >> 16);
        samples[y * upper.length + i] = (byte) Math.min(255, (sum + 2) >> 2);
      }
    }
    return Pixels.wrap(width, height, channels, samples);
  }

  private static void row(Pixels picture, int y, Axis across, int[] target) {
    byte[] samples = picture.samples();
    int channels = picture.channels();
    int row = y * picture.width();
    int at = 0;
    for (int x = 0; x < across.first.length; x++) {
      int left = (row + across.first[x]) * channels;
      int right = (row + across.second[x]) * channels;
      int share = across.share[x];
      for (int channel = 0; channel < channels; channel++) {
        target[at++] =
            (samples[left + channel] & 0xff) * (ONE - share)
                + (samples[right + channel] & 0xff) * share;
      }
    }
  }
}
