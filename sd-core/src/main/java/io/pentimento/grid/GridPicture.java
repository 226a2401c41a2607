package io.pentimento.grid;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the cells of a grid into one picture: a plane for each value of Z, below each other, each
 * with a title, the X labels above its columns and the Y labels beside its rows.
 */
final class GridPicture {
  private static final int GAP = 4;

  /** Letters have this share of a cell's width and height together. */
  private static final int LETTERS = 25;

  /** Labels that are longer end in an ellipsis: a whole page would dwarf the cells. */
  private static final int LONGEST = 400;

  private static final int FEWEST = 13;
  private static final int MOST = 48;

  /** What the cells may have together: 800 megabytes. The WebUI's limit is the same. */
  static final long MOST_PIXELS = 200_000_000L;

  private final List<GridCell> cells;
  private final int margin;
  private final int cellWidth;
  private final int cellHeight;
  private final List<Label> columns;
  private final List<Label> rows;
  private final List<Label> planes;
  private final int left;
  private final int top;

  private GridPicture(List<GridCell> cells, List<List<String>> labels, GridStyle style) {
    this.cells = cells;
    this.margin = style.margin();
    this.cellWidth = widest(cells);
    this.cellHeight = highest(cells);
    int size = Math.max(FEWEST, Math.min(MOST, (cellWidth + cellHeight) / LETTERS));
    int beside = Math.max(6 * size, cellWidth * 3 / 4);
    this.columns = fit(labels.get(0), style, cellWidth - GAP, 2 * cellHeight, size);
    this.rows = fit(labels.get(1), style, beside, cellHeight, size);
    this.left = rows.stream().mapToInt(Label::width).map(GridPicture::spaced).max().orElse(0);
    this.top = columns.stream().mapToInt(Label::height).map(GridPicture::spaced).max().orElse(0);
    int columnCount = labels.get(0).size();
    int across = left + columnCount * cellWidth + (columnCount - 1) * margin;
    this.planes = fit(labels.get(2), style, across - 2 * GAP, 2 * cellHeight, size * 5 / 4);
  }

  private static int spaced(int length) {
    return length == 0 ? 0 : length + 2 * GAP;
  }

  /** Makes no labels where there is nothing to say. */
  private static List<Label> fit(
      List<String> texts, GridStyle style, int width, int height, int size) {
    boolean silent = !style.legend() || texts.stream().allMatch(String::isEmpty);
    return silent
        ? List.of()
        : texts.stream()
            .map(text -> Label.fit(shortened(text), Math.max(1, width), height, size))
            .toList();
  }

  private static String shortened(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
  }

  private static int widest(List<GridCell> cells) {
    return cells.stream().mapToInt(cell -> cell.generation().image().getWidth()).max().orElse(1);
  }

  private static int highest(List<GridCell> cells) {
    return cells.stream().mapToInt(cell -> cell.generation().image().getHeight()).max().orElse(1);
  }

  /**
   * Draws the picture.
   *
   * @param cells all cells
   * @param labels the labels of X, Y and Z, empty ones for an axis that does not vary
   */
  static BufferedImage draw(List<GridCell> cells, List<List<String>> labels, GridStyle style) {
    return new GridPicture(cells, labels, style)
        .draw(labels.get(0).size(), labels.get(1).size(), labels.get(2).size());
  }

  private BufferedImage draw(int columnCount, int rowCount, int planeCount) {
    int width = left + columnCount * cellWidth + (columnCount - 1) * margin;
    List<Integer> rowTops = new ArrayList<>();
    long height = 0;
    List<Integer> planeTops = new ArrayList<>();
    for (int plane = 0; plane < planeCount; plane++) {
      height += plane == 0 ? 0 : margin;
      planeTops.add(Math.toIntExact(height));
      height += titleHeight(plane) + top;
      for (int row = 0; row < rowCount; row++) {
        height += row == 0 ? 0 : margin;
        rowTops.add(Math.toIntExact(height));
        height += rowHeight(row);
      }
    }
    BufferedImage picture =
        new BufferedImage(width, Math.toIntExact(height), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    try {
      prepare(graphics, width, picture.getHeight());
      for (int plane = 0; plane < planeTops.size(); plane++) {
        drawLegend(graphics, plane, planeTops.get(plane), width);
      }
      for (int i = 0; i < rowTops.size() && !rows.isEmpty(); i++) {
        int row = i % rowCount;
        rows.get(row).draw(graphics, 0, rowTops.get(i), left, rowHeight(row));
      }
      for (GridCell cell : cells) {
        drawCell(graphics, cell, rowTops.get(cell.z() * rowCount + cell.y()));
      }
    } finally {
      graphics.dispose();
    }
    return picture;
  }

  private static void prepare(Graphics2D graphics, int width, int height) {
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.setColor(Color.BLACK);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
  }

  private int titleHeight(int plane) {
    return planes.isEmpty() ? 0 : spaced(planes.get(plane).height());
  }

  /** A label that is higher than its cell makes room for itself. */
  private int rowHeight(int row) {
    return rows.isEmpty() ? cellHeight : Math.max(cellHeight, rows.get(row).height());
  }

  private int columnLeft(int column) {
    return left + column * (cellWidth + margin);
  }

  private void drawLegend(Graphics2D graphics, int plane, int above, int width) {
    int title = titleHeight(plane);
    if (!planes.isEmpty()) {
      planes.get(plane).draw(graphics, 0, above, width, title);
    }
    for (int column = 0; column < columns.size(); column++) {
      columns.get(column).draw(graphics, columnLeft(column), above + title, cellWidth, top);
    }
  }

  /** Draws a cell in the middle of its place: a smaller one has white around it. */
  private void drawCell(Graphics2D graphics, GridCell cell, int rowTop) {
    BufferedImage image = cell.generation().image();
    graphics.drawImage(
        image,
        columnLeft(cell.x()) + (cellWidth - image.getWidth()) / 2,
        rowTop + (rowHeight(cell.y()) - image.getHeight()) / 2,
        null);
  }
}
