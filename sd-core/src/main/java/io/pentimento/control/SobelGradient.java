package io.pentimento.control;

import io.pentimento.image.Pixels;

/**
 * The gradient of each pixel of a picture, that of its steepest channel, by 3 × 3 Sobel filters
 * whose border repeats the picture's.
 *
 * @param width pixels across
 * @param height pixels down
 * @param x the part to the right, row by row, -1020 to 1020
 * @param y the part downwards
 */
record SobelGradient(int width, int height, short[] x, short[] y) {
  static SobelGradient of(Pixels picture) {
    int width = picture.width();
    int height = picture.height();
    int channels = Math.min(3, picture.channels());
    SobelGradient gradient =
        new SobelGradient(width, height, new short[width * height], new short[width * height]);
    for (int channel = 0; channel < channels; channel++) {
      for (int row = 0; row < height; row++) {
        for (int column = 0; column < width; column++) {
          gradient.offer(picture, column, row, channel);
        }
      }
    }
    return gradient;
  }

  /** Takes a channel's gradient where it is steeper than those before it. */
  private void offer(Pixels picture, int column, int row, int channel) {
    int left = Math.max(0, column - 1);
    int right = Math.min(width - 1, column + 1);
    int above = Math.max(0, row - 1);
    int below = Math.min(height - 1, row + 1);
    int leftAbove = picture.sample(left, above, channel);
    int rightAbove = picture.sample(right, above, channel);
    int leftBelow = picture.sample(left, below, channel);
    int rightBelow = picture.sample(right, below, channel);
    int across =
        rightAbove
            - leftAbove
            + 2 * (picture.sample(right, row, channel) - picture.sample(left, row, channel))
            + rightBelow
            - leftBelow;
    int down =
        leftBelow
            - leftAbove
            + 2 * (picture.sample(column, below, channel) - picture.sample(column, above, channel))
            + rightBelow
            - rightAbove;
    int at = row * width + column;
    if (channel == 0 || Math.abs(across) + Math.abs(down) > length(at)) {
      x[at] = (short) across;
      y[at] = (short) down;
    }
  }

  /** Returns the gradient's length as the sum of both parts. */
  int length(int at) {
    return Math.abs(x[at]) + Math.abs(y[at]);
  }

  /** Returns the length at a place, 0 outside. */
  int length(int column, int row) {
    boolean inside = column >= 0 && column < width && row >= 0 && row < height;
    return inside ? length(row * width + column) : 0;
  }
}
