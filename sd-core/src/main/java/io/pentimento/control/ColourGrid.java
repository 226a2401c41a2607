package io.pentimento.control;

import io.pentimento.image.Pixels;

/**
 * Makes squares of one colour each: {@code t2ia_color_grid}.
 *
 * @param side about how many pixels a square is wide and high, 2 to 512; 64 in the WebUI
 */
public record ColourGrid(int side) implements Preprocessor {
  /** Checks the side. */
  public ColourGrid {
    if (side < 2 || side > 512) {
      throw new IllegalArgumentException("side must be in [2, 512], but got: " + side + ".");
    }
  }

  @Override
  public Pixels apply(Pixels picture) {
    int columns = Math.max(1, picture.width() / side);
    int rows = Math.max(1, picture.height() / side);
    Pixels squares = CubicSampling.resize(picture.rgb(), columns, rows);
    byte[] samples = new byte[picture.width() * picture.height() * 3];
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        int column = (int) ((long) x * columns / picture.width());
        int row = (int) ((long) y * rows / picture.height());
        int at = (y * picture.width() + x) * 3;
        System.arraycopy(squares.samples(), (row * columns + column) * 3, samples, at, 3);
      }
    }
    return Pixels.wrap(picture.width(), picture.height(), 3, samples);
  }

  @Override
  public String module() {
    return "t2ia_color_grid";
  }
}
