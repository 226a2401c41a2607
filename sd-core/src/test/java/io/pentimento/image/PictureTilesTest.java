package io.pentimento.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PictureTilesTest {
  @Test
  void combine_givesBackWhatWasCut() {
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      Pixels picture = noise(random, 1 + random.nextInt(70), 1 + random.nextInt(70));
      int side = 8 + random.nextInt(30);
      PictureTiles tiles =
          new PictureTiles(picture.size(), new ImageSize(side, side + 3), random.nextInt(side));

      assertThat(tiles.combine(1, (column, row) -> tiles.cut(picture, column, row)))
          .as("%s", tiles)
          .isEqualTo(picture);
    }
  }

  @Test
  void picture_smallerThanATileIsOneTile() {
    PictureTiles tiles = new PictureTiles(new ImageSize(5, 300), new ImageSize(192, 192), 8);

    assertThat(tiles.tile()).isEqualTo(new ImageSize(5, 192));
    assertThat(tiles.columns()).isOne();
    assertThat(tiles.rows()).isEqualTo(2);
    assertThat(tiles.top(1)).isEqualTo(108);
  }

  @Test
  void combine_refusesTilesOfAnotherSize() {
    PictureTiles tiles = new PictureTiles(new ImageSize(20, 20), new ImageSize(10, 10), 2);

    assertThatThrownBy(() -> tiles.combine(2, (column, row) -> Pixels.blank(10, 10, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A tile must be 20x20, but is 10x10.");
  }

  @Test
  void overlap_mustLeaveSomethingOfATile() {
    assertThatThrownBy(() -> new PictureTiles(new ImageSize(9, 9), new ImageSize(8, 4), 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "overlap must be at least 0 and less than the sides of a tile of 8x4, but got: 4.");
  }

  private static Pixels noise(Random random, int width, int height) {
    byte[] samples = new byte[3 * width * height];
    random.nextBytes(samples);
    return Pixels.wrap(width, height, 3, samples);
  }
}
