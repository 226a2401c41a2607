package io.pentimento.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Rectangle;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TileGridTest {
  private static Pixels noise(int width, int height, int channels) {
    byte[] samples = new byte[width * height * channels];
    new Random(width * 31L + height).nextBytes(samples);
    return Pixels.wrap(width, height, channels, samples);
  }

  @Property(tries = 200)
  void combine_ofUnchangedTilesIsThePicture(
      @ForAll @IntRange(min = 1, max = 40) int tileWidth,
      @ForAll @IntRange(min = 1, max = 40) int tileHeight,
      @ForAll @IntRange(max = 60) int moreWidth,
      @ForAll @IntRange(max = 60) int moreHeight,
      @ForAll @IntRange(max = 39) int overlap,
      @ForAll boolean grey) {
    Pixels picture = noise(tileWidth + moreWidth, tileHeight + moreHeight, grey ? 1 : 4);
    int possible = Math.min(overlap, Math.min(tileWidth, tileHeight) - 1);
    TileGrid grid = TileGrid.of(picture.size(), new ImageSize(tileWidth, tileHeight), possible);
    assertThat(grid.combine(grid.split(picture))).isEqualTo(picture);
  }

  @Test
  void scaled_movesTilesAndOverlap() {
    TileGrid grid = TileGrid.of(new ImageSize(11, 6), new ImageSize(6, 6), 2).scaled(3);
    assertThat(grid.tiles())
        .containsExactly(
            new Rectangle(0, 0, 18, 18), new Rectangle(6, 0, 18, 18), new Rectangle(15, 0, 18, 18));
    Pixels picture = noise(33, 18, 3);
    assertThat(grid.combine(grid.split(picture))).isEqualTo(picture);
  }

  @Test
  void of_rejectsWhatDoesNotFit() {
    ImageSize tile = new ImageSize(8, 6);
    assertThatThrownBy(() -> TileGrid.of(new ImageSize(8, 5), tile, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A picture must be at least as large as its tiles, but the picture is 8x5 and a tile"
                + " 8x6. Pass smaller tiles.");
    assertThatThrownBy(() -> TileGrid.of(tile, tile, 6))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("overlap must be in [0, 5] pixels for tiles of 8x6, but got: 6.");
    assertThatThrownBy(() -> TileGrid.of(tile, tile, 2).scaled(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("factor must be at least 1, but got: 0.");
  }

  @Test
  void splitAndCombine_rejectOtherSizes() {
    ImageSize size = new ImageSize(8, 6);
    TileGrid grid = TileGrid.of(size, size, 2);
    assertThatThrownBy(() -> grid.split(noise(8, 7, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The grid is for a picture of 8x6, but got: 8x7.");
    assertThatThrownBy(() -> grid.combine(List.of(noise(8, 7, 3))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("The grid needs 1 tiles of 8x6 with the same channels");
    assertThatThrownBy(() -> grid.combine(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("but got: [].");
  }
}
