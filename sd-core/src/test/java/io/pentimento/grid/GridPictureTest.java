package io.pentimento.grid;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.Generation;
import io.pentimento.TextToImage;
import io.pentimento.image.ImageSize;
import io.pentimento.sampling.Seeds;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where cells and labels come to lie, on cells of plain blue. */
class GridPictureTest {
  private static final String LONG =
      "a very long label about lighthouses which has to be wrapped into many lines to be shown"
          + " and-a-word-that-is-wider-than-any-line-of-this-label-could-ever-be-drawn";

  private static List<GridCell> cells(int columns, int rows, int planes, int width, int height) {
    BufferedImage blue = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = blue.createGraphics();
    graphics.setColor(Color.BLUE);
    graphics.fillRect(0, 0, width, height);
    graphics.dispose();
    TextToImage request = TextToImage.builder("x").build();
    Generation made =
        new Generation(
            List.of(blue),
            Seeds.of(1).drawn(1),
            new ImageSize(width, height),
            request,
            "m",
            Map::of,
            Duration.ZERO);
    List<GridCell> cells = new ArrayList<>();
    for (int z = 0; z < planes; z++) {
      for (int y = 0; y < rows; y++) {
        for (int x = 0; x < columns; x++) {
          cells.add(new GridCell(x, y, z, made));
        }
      }
    }
    return cells;
  }

  private static List<String> labels(int count, String text) {
    return IntStream.range(0, count).mapToObj(i -> text).toList();
  }

  private static long blue(BufferedImage image) {
    return IntStream.range(0, image.getWidth() * image.getHeight())
        .filter(
            i -> (image.getRGB(i % image.getWidth(), i / image.getWidth()) & 0xffffff) == 0x0000ff)
        .count();
  }

  @Test
  void silentAxes_takeNoRoom() {
    BufferedImage image =
        GridPicture.draw(
            cells(2, 1, 1, 60, 40),
            List.of(labels(2, "X"), List.of(""), List.of("")),
            new GridStyle(true, 3));

    assertThat(image.getWidth()).isEqualTo(123);
    assertThat(image.getHeight()).isGreaterThan(40).isLessThan(70);
    assertThat(image.getRGB(0, image.getHeight() - 1)).isEqualTo(Color.BLUE.getRGB());
  }

  @Test
  void labels_neverCoverACellAndAreNeverCut() {
    for (int side : new int[] {48, 96, 512}) {
      BufferedImage image =
          GridPicture.draw(
              cells(2, 2, 2, side, side),
              List.of(labels(2, LONG), labels(2, LONG), labels(2, LONG)),
              new GridStyle(true, 0));

      assertThat(blue(image)).isEqualTo(8L * side * side);
      assertBorderIsBlank(image, side);
    }
  }

  /** A label that were cut off would have ink on the picture's edge. */
  private static void assertBorderIsBlank(BufferedImage image, int side) {
    for (int x = 0; x < image.getWidth(); x++) {
      assertThat(image.getRGB(x, 0)).as("top, %d", x).isEqualTo(Color.WHITE.getRGB());
    }
    for (int y = 0; y < image.getHeight(); y++) {
      assertThat(image.getRGB(0, y)).as("left, %d of %d", y, side).isEqualTo(Color.WHITE.getRGB());
      int right = image.getRGB(image.getWidth() - 1, y);
      assertThat(right).as("right, %d", y).isIn(Color.WHITE.getRGB(), Color.BLUE.getRGB());
    }
  }

  @Test
  void pagesOfText_doNotDwarfTheCells() {
    String page = "lighthouse ".repeat(20_000);

    BufferedImage image =
        GridPicture.draw(
            cells(1, 1, 1, 96, 96),
            List.of(List.of(page), List.of(page), List.of(page)),
            new GridStyle(true, 0));

    assertThat(image.getHeight()).isLessThan(3000);
    assertThat(blue(image)).isEqualTo(96L * 96);
  }

  @Test
  void smallerCells_lieInTheMiddleOfTheirPlace() {
    List<GridCell> cells = new ArrayList<>(cells(1, 1, 1, 60, 60));
    cells.add(new GridCell(1, 0, 0, cells(1, 1, 1, 20, 20).get(0).generation()));

    BufferedImage image =
        GridPicture.draw(
            cells, List.of(labels(2, ""), List.of(""), List.of("")), new GridStyle(true, 0));

    assertThat(image.getWidth()).isEqualTo(120);
    assertThat(image.getRGB(79, 30)).isEqualTo(Color.WHITE.getRGB());
    assertThat(image.getRGB(80, 30)).isEqualTo(Color.BLUE.getRGB());
    assertThat(image.getRGB(99, 39)).isEqualTo(Color.BLUE.getRGB());
    assertThat(image.getRGB(100, 39)).isEqualTo(Color.WHITE.getRGB());
  }
}
