package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TileBlendTest {
  /**
   * Tiles that agree where they overlap give the picture they were cut from, whatever their sizes.
   */
  @Property(tries = 100)
  void tilesOfOnePicture_giveThatPicture(
      @ForAll @IntRange(min = 9, max = 40) int width,
      @ForAll @IntRange(min = 9, max = 40) int height,
      @ForAll @IntRange(min = 5, max = 9) int tile,
      @ForAll @IntRange(min = 1, max = 4) int ramp) {
    float[] picture = new float[2 * width * height];
    for (int i = 0; i < picture.length; i++) {
      picture[i] = i * 37 % 101;
    }
    TileBlend blend = new TileBlend(2, width, height, ramp);
    for (int y = 0; ; y = Math.min(y + tile - ramp, height - tile)) {
      for (int x = 0; ; x = Math.min(x + tile - ramp, width - tile)) {
        blend.add(cut(picture, width, height, x, y, tile), x, y, tile, tile);
        if (x == width - tile) {
          break;
        }
      }
      if (y == height - tile) {
        break;
      }
    }
    assertThat(blend.blended()).containsExactly(picture, Offset.offset(1e-4f));
  }

  private static float[] cut(float[] picture, int width, int height, int left, int top, int tile) {
    float[] part = new float[2 * tile * tile];
    for (int i = 0; i < part.length; i++) {
      int channel = i / (tile * tile);
      int y = i / tile % tile;
      part[i] = picture[(channel * height + top + y) * width + left + i % tile];
    }
    return part;
  }

  @Test
  void tilesThatDiffer_fadeIntoEachOther() {
    TileBlend blend = new TileBlend(1, 10, 1, 4);
    blend.add(new float[] {0, 0, 0, 0, 0, 0, 0}, 0, 0, 7, 1);
    blend.add(new float[] {1, 1, 1, 1, 1, 1, 1}, 3, 0, 7, 1);
    float[] row = blend.blended();
    assertThat(row).startsWith(0, 0, 0).endsWith(1, 1, 1);
    for (int x = 1; x < 10; x++) {
      assertThat(row[x] - row[x - 1]).isBetween(0f, 0.3f);
    }
  }
}
