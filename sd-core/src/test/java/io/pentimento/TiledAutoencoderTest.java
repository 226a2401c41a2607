package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.Scope;
import io.pentimento.model.Autoencoder;
import io.pentimento.model.Observer;
import io.pentimento.testing.TestEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TiledAutoencoderTest {
  private static final int TILE = 16;
  private static final int OVERLAP = 4;
  private static final int FACTOR = 8;

  /** Of the picture in which seams are looked for. */
  private static final int SIDE = 40;

  private static Scope scope;
  private static Autoencoder vae;

  @BeforeAll
  static void open() throws ModelFormatException {
    scope = TestEngine.open("tiled decoder");
    vae = CalmVae.open(scope);
  }

  @AfterAll
  static void close() {
    scope.close();
  }

  /** Noise on slow waves, as latents of pictures are. */
  private static NDArray latent(Scope run, int height, int width) {
    Random random = new Random(height * 1000L + width);
    float[] values = new float[4 * height * width];
    for (int i = 0; i < values.length; i++) {
      int x = i % width;
      int y = i / width % height;
      values[i] =
          (float)
              (0.7 * Math.sin(x * 0.3 + i / (width * height)) * Math.cos(y * 0.2)
                  + 0.7 * random.nextGaussian());
    }
    return run.array(values, 1, 4, height, width);
  }

  private static float[] whole(int height, int width) {
    try (Scope run = scope.open("whole")) {
      return vae.decode(run, latent(run, height, width), Observer.NONE).toFloatArray();
    }
  }

  private static float[] tiled(int height, int width, int tile, int overlap) {
    try (Scope run = scope.open("tiled")) {
      NDArray decoded =
          new TiledAutoencoder(vae, tile, overlap)
              .decode(run, latent(run, height, width), Observer.NONE);
      assertThat(decoded.getShape().getShape())
          .containsExactly(1, 3, (long) height * FACTOR, (long) width * FACTOR);
      assertThat(run.holds(decoded)).isTrue();
      return decoded.toFloatArray();
    }
  }

  @Test
  void decode_whatFitsOneTileIsDecodedWhole() {
    assertThat(tiled(TILE, TILE, TILE, OVERLAP)).isEqualTo(whole(TILE, TILE));
    assertThat(tiled(5, 11, TILE, OVERLAP)).isEqualTo(whole(5, 11));
  }

  @Test
  void decode_differsLittleFromTheWhole() {
    for (int[] size : new int[][] {{40, 40}, {17, 16}, {9, 41}, {33, 29}}) {
      float[] whole = whole(size[0], size[1]);
      float[] tiled = tiled(size[0], size[1], TILE, OVERLAP);
      double sum = 0;
      for (int i = 0; i < whole.length; i++) {
        sum += Math.abs(whole[i] - tiled[i]);
      }
      // The picture's own spread is 0.41. Tiles normalise over what they see, not over all.
      assertThat(sum / whole.length)
          .as("mean difference at %dx%d latent cells; 0.039 at most was seen", size[1], size[0])
          .isLessThan(0.06);
    }
  }

  @Test
  void decode_hasNoSeams() {
    float[] whole = whole(SIDE, SIDE);
    float[] blended = tiled(SIDE, SIDE, TILE, OVERLAP);
    for (boolean horizontal : new boolean[] {true, false}) {
      assertThat(seam(whole, blended, OVERLAP, horizontal))
          .as("jump of the difference at tile borders relative to elsewhere; 0.98 was seen")
          .isLessThan(1.3);
      // What the measure says of tiles that overlap but are averaged, not blended.
      assertThat(seam(whole, tiled(SIDE, SIDE, TILE, 0), 0, horizontal)).isGreaterThan(2);
    }
  }

  /**
   * Returns how much the difference from the whole picture jumps where tiles begin and end,
   * relative to how much it does at other borders of latent cells.
   */
  private static double seam(float[] whole, float[] tiled, int overlap, boolean horizontal) {
    int side = SIDE * FACTOR;
    int step = horizontal ? 1 : side;
    List<Integer> borders = borders(overlap);
    double atBorders = 0;
    double elsewhere = 0;
    int others = 0;
    for (int cell = 1; cell < SIDE; cell++) {
      double jump = 0;
      for (int line = 0; line < 3 * side; line++) {
        int first = horizontal ? line * side : line / side * side * side + line % side;
        int at = first + cell * FACTOR * step;
        jump += Math.abs(tiled[at] - whole[at] - (tiled[at - step] - whole[at - step]));
      }
      if (borders.contains(cell)) {
        atBorders += jump;
      } else {
        elsewhere += jump;
        others++;
      }
    }
    return atBorders / borders.size() / (elsewhere / others);
  }

  /** Returns the cells at which a tile begins or ends inside the picture. */
  private static List<Integer> borders(int overlap) {
    int count = (int) Math.ceil((SIDE - overlap) / (double) (TILE - overlap));
    List<Integer> borders = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int origin = i * (SIDE - TILE) / (count - 1);
      if (i > 0) {
        borders.add(origin);
      }
      if (i < count - 1) {
        borders.add(origin + TILE);
      }
    }
    return borders;
  }

  @Test
  void decode_observerSeesEveryTile() {
    List<String> seen = new ArrayList<>();
    try (Scope run = scope.open("observed")) {
      new TiledAutoencoder(vae, TILE, OVERLAP)
          .decode(run, latent(run, 17, 16), (block, output) -> seen.add(block));
      assertThat(run.manager().getManagedArrays()).hasSize(2);
    }
    assertThat(seen.stream().filter("decoder.mid_block"::equals)).hasSize(2);
  }

  @Test
  void decode_cutsIntoTilesOfTheSameSize_noLargerThanNeeded() {
    List<List<Long>> sizes = new ArrayList<>();
    try (Scope run = scope.open("observed")) {
      new TiledAutoencoder(vae, 32, 8)
          .decode(
              run,
              latent(run, 40, 33),
              (block, output) -> {
                if (block.equals("decoder.mid_block")) {
                  sizes.add(List.of(output.getShape().get(2), output.getShape().get(3)));
                }
              });
    }
    // Two tiles of 24 share 8 of 40 cells; of 33 they would be 21, and are multiples of 8.
    assertThat(sizes).hasSize(4).containsOnly(List.of(24L, 24L));
  }

  @Test
  void moments_ofALargePictureDifferLittleFromTheWhole() {
    try (Scope run = scope.open("encoded")) {
      NDArray picture = run.array(whole(SIDE, SIDE - 7), 1, 3, SIDE * FACTOR, (SIDE - 7L) * FACTOR);
      NDArray whole = vae.moments(run, picture, Observer.NONE);
      NDArray tiles = new TiledAutoencoder(vae, TILE, OVERLAP).moments(run, picture);
      assertThat(tiles.getShape()).isEqualTo(whole.getShape());
      double difference = tiles.sub(whole).abs().mean().getFloat();
      double spread = whole.sub(whole.mean()).abs().mean().getFloat();
      assertThat(difference / spread)
          .as("mean difference relative to the mean deviation")
          .isLessThan(0.2);
    }
  }
}
