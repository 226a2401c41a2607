package io.pentimento.grid;

import io.pentimento.infotext.Infotext;
import io.pentimento.infotext.PictureFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What a grid's runs made.
 *
 * @param image all cells in one picture
 * @param cells the cells: X changes fastest, then Y, then Z
 * @param infotext how the first cell was made, and the axes
 */
public record GridResult(BufferedImage image, List<GridCell> cells, Infotext infotext) {
  /** Copies the list. */
  public GridResult {
    Objects.requireNonNull(image, "image");
    cells = List.copyOf(cells);
    Objects.requireNonNull(infotext, "infotext");
  }

  /**
   * Returns the cell at a place.
   *
   * @throws IllegalArgumentException if there is none
   */
  public GridCell cell(int x, int y, int z) {
    return cells.stream()
        .filter(cell -> cell.x() == x && cell.y() == y && cell.z() == z)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The grid has no cell at %d, %d, %d.".formatted(x, y, z)));
  }

  /** Returns the text that the WebUI writes into a grid. */
  public String parameters() {
    return infotext.text();
  }

  /**
   * Writes the picture of all cells with its parameters, as {@code .png} or {@code .jpg}.
   *
   * @throws IllegalArgumentException if the file's name has another ending
   * @throws IOException if writing fails; the file is then as it was before
   */
  public void write(Path file) throws IOException {
    PictureFile.write(image, parameters(), file);
  }
}
