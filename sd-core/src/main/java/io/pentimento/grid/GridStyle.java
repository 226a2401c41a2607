package io.pentimento.grid;

import java.awt.Font;
import java.awt.font.FontRenderContext;

/**
 * How a grid looks.
 *
 * @param legend whether the values are written beside the cells
 * @param margin white pixels between the cells, 0 or more
 */
record GridStyle(boolean legend, int margin) {
  /**
   * Refuses a legend where nothing can be written, which is better known before the cells are made
   * than after.
   */
  void checkFonts() {
    if (!legend) {
      return;
    }
    try {
      new Font(Font.SANS_SERIF, Font.PLAIN, Label.SMALLEST)
          .getStringBounds("x", new FontRenderContext(null, true, true));
    } catch (RuntimeException | LinkageError | InternalError e) {
      throw new IllegalStateException(
          "The labels of a grid need a font, but Java finds none on this machine. Install"
              + " fontconfig and a font such as DejaVu, or call drawLegend(false).",
          e);
    }
  }
}
