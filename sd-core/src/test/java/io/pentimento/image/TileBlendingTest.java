package io.pentimento.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.checkpoint.AllocationMeter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TileBlendingTest {
  @ParameterizedTest
  @EnumSource
  void combine_givesBackWhatWasCut(TileBlending blending) {
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      Pixels picture = noise(random, 1 + random.nextInt(70), 1 + random.nextInt(70));
      int side = 8 + random.nextInt(30);
      PictureTiles tiles =
          new PictureTiles(picture.size(), new ImageSize(side, side + 3), random.nextInt(side));

      assertThat(blending.combine(tiles, 1, (column, row) -> tiles.cut(picture, column, row)))
          .as("%s", tiles)
          .isEqualTo(picture);
    }
  }

  @ParameterizedTest
  @EnumSource
  void combine_takesTilesOnceRowByRow(TileBlending blending) {
    PictureTiles tiles = new PictureTiles(new ImageSize(30, 25), new ImageSize(16, 16), 8);
    List<String> taken = new ArrayList<>();
    Pixels result =
        blending.combine(
            tiles,
            2,
            (column, row) -> {
              taken.add(column + "," + row);
              return Pixels.blank(32, 32, 3);
            });
    assertThat(taken)
        .containsExactly("0,0", "1,0", "2,0", "0,1", "1,1", "2,1", "0,2", "1,2", "2,2");
    assertThat(result.size()).isEqualTo(new ImageSize(60, 50));
  }

  @ParameterizedTest
  @EnumSource
  void combine_refusesTilesOfAnotherSize(TileBlending blending) {
    PictureTiles tiles = new PictureTiles(new ImageSize(20, 20), new ImageSize(10, 10), 2);
    assertThatThrownBy(() -> blending.combine(tiles, 2, (column, row) -> Pixels.blank(10, 10, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A tile must be 20x20, but is 10x10.");
  }

  /** Beside the result there is one row of sums, however many rows of tiles there are. */
  @Test
  void feathered_holdsOneRowOfTiles() {
    PictureTiles tiles = new PictureTiles(new ImageSize(400, 2000), new ImageSize(128, 128), 16);
    Pixels tile = plain(90, 128, 128);
    TileBlending.FEATHERED.combine(tiles, 1, (column, row) -> tile);
    long before = AllocationMeter.allocated();
    Pixels result = TileBlending.FEATHERED.combine(tiles, 1, (column, row) -> tile);
    long made = AllocationMeter.allocated() - before - result.samples().length;
    assertThat(tiles.rows()).isEqualTo(18);
    assertThat(made)
        .isBetween(400L * 128 * 3 * Float.BYTES, 400L * 128 * 3 * Float.BYTES + 100_000);
  }

  /** Tiles of 60 and 200 levels: nowhere is there a step, not even where three overlap. */
  @Test
  void feathered_hasNoSeam() {
    assertThat(largestStep(TileBlending.FEATHERED, 32)).isLessThanOrEqualTo(140 * 3 / 2 / 32 + 2);
    assertThat(largestStep(TileBlending.FEATHERED, 48)).isLessThanOrEqualTo(140 * 3 / 2 / 32 + 2);
  }

  private static int largestStep(TileBlending blending, int overlap) {
    PictureTiles tiles = new PictureTiles(new ImageSize(160, 160), new ImageSize(64, 64), overlap);
    Pixels made =
        blending.combine(
            tiles, 1, (column, row) -> plain((column + row) % 2 == 0 ? 60 : 200, 64, 64));
    int largest = 0;
    for (int y = 1; y < made.height(); y++) {
      for (int x = 1; x < made.width(); x++) {
        int level = made.sample(x, y, 0);
        largest = Math.max(largest, Math.abs(level - made.sample(x - 1, y, 0)));
        largest = Math.max(largest, Math.abs(level - made.sample(x, y - 1, 0)));
      }
    }
    return largest;
  }

  /**
   * A tile counts the same whichever side its neighbour is on: mirrored tiles mirror the picture.
   */
  @Test
  void feathered_prefersNoSide() {
    PictureTiles tiles = new PictureTiles(new ImageSize(52, 40), new ImageSize(24, 40), 10);
    Pixels[] parts = {plain(30, 24, 40), plain(90, 24, 40), plain(250, 24, 40)};
    Pixels there = TileBlending.FEATHERED.combine(tiles, 1, (column, row) -> parts[column]);
    Pixels back = TileBlending.FEATHERED.combine(tiles, 1, (column, row) -> parts[2 - column]);
    assertThat(tiles.columns()).isEqualTo(3);
    for (int x = 0; x < 52; x++) {
      assertThat(there.sample(x, 7, 1)).as("column %d", x).isEqualTo(back.sample(51 - x, 7, 1));
    }
    assertThat(there.sample(0, 0, 0)).isEqualTo(30);
    assertThat(there.sample(51, 39, 2)).isEqualTo(250);
  }

  private static Pixels plain(int level, int width, int height) {
    byte[] samples = new byte[3 * width * height];
    Arrays.fill(samples, (byte) level);
    return Pixels.wrap(width, height, 3, samples);
  }

  private static Pixels noise(Random random, int width, int height) {
    byte[] samples = new byte[3 * width * height];
    random.nextBytes(samples);
    return Pixels.wrap(width, height, 3, samples);
  }
}
