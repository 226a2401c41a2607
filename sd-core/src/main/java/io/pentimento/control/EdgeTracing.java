package io.pentimento.control;

/** Thins a gradient to its ridges, and follows those that are high somewhere. */
final class EdgeTracing {
  /** The tangent of 22.5 degrees, in 15 bits behind the point, as OpenCV rounds it. */
  private static final int TANGENT = 13573;

  private static final int BITS = 15;
  private static final byte WHITE = (byte) 255;

  private final SobelGradient gradient;
  private final int low;
  private final int high;
  private final boolean[] ridge;
  private final byte[] edges;
  private final int[] open;
  private int opened;

  EdgeTracing(SobelGradient gradient, int low, int high) {
    this.gradient = gradient;
    this.low = low;
    this.high = high;
    int count = gradient.width() * gradient.height();
    this.ridge = new boolean[count];
    this.edges = new byte[count];
    this.open = new int[count];
  }

  /** Returns 255 for each pixel of an edge, else 0. */
  byte[] edges() {
    for (int row = 0; row < gradient.height(); row++) {
      for (int column = 0; column < gradient.width(); column++) {
        int at = row * gradient.width() + column;
        int length = gradient.length(at);
        ridge[at] = length > low && isRidge(column, row, length);
        if (ridge[at] && length > high) {
          mark(at);
        }
      }
    }
    while (opened > 0) {
      follow(open[--opened]);
    }
    return edges;
  }

  /** Tells whether a gradient is the longest across its edge, in one of four directions. */
  private boolean isRidge(int column, int row, int length) {
    int at = row * gradient.width() + column;
    int across = Math.abs(gradient.x()[at]);
    int down = Math.abs(gradient.y()[at]) << BITS;
    int flat = across * TANGENT;
    if (down < flat) {
      return length > gradient.length(column - 1, row)
          && length >= gradient.length(column + 1, row);
    }
    if (down > flat + (across << (BITS + 1))) {
      return length > gradient.length(column, row - 1)
          && length >= gradient.length(column, row + 1);
    }
    int side = (gradient.x()[at] ^ gradient.y()[at]) < 0 ? -1 : 1;
    return length > gradient.length(column - side, row - 1)
        && length > gradient.length(column + side, row + 1);
  }

  private void mark(int at) {
    edges[at] = WHITE;
    open[opened++] = at;
  }

  private void follow(int at) {
    int column = at % gradient.width();
    int row = at / gradient.width();
    for (int y = Math.max(0, row - 1); y <= Math.min(gradient.height() - 1, row + 1); y++) {
      for (int x = Math.max(0, column - 1); x <= Math.min(gradient.width() - 1, column + 1); x++) {
        int beside = y * gradient.width() + x;
        if (ridge[beside] && edges[beside] == 0) {
          mark(beside);
        }
      }
    }
  }
}
