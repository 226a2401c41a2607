package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.model.Autoencoder;
import io.pentimento.model.AutoencoderConfig;
import io.pentimento.model.Observer;
import io.pentimento.model.Weights;
import io.pentimento.testing.RandomTensors;
import io.pentimento.testing.TestEngine;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TiledAutoencoderTest {
  private static final int FACTOR = 4;
  private static final int TILE = 16;
  private static final int OVERLAP = 8;

  private static Scope scope;
  private static Autoencoder vae;

  @BeforeAll
  static void load() throws Exception {
    scope = TestEngine.open("tiles");
    // Without attention in the middle and with many groups, what a cell becomes depends on its
    // surroundings most of all.
    AutoencoderConfig config =
        new AutoencoderConfig(List.of(8, 8, 8), 1, 4, 2, 1, 0, false, true, true);
    vae =
        new Autoencoder(
            config,
            new Weights(new RandomTensors(scope, NumberType.FLOAT32, 4)),
            NumberType.FLOAT32);
  }

  @AfterAll
  static void close() {
    scope.close();
  }

  private static NDArray random(long... shape) {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[(int) (shape[0] * shape[1] * shape[2] * shape[3])];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return scope.array(values, shape);
  }

  private static TiledAutoencoder tiled() {
    return new TiledAutoencoder(vae, TILE, OVERLAP);
  }

  @Test
  void whatFitsOneTile_goesThroughWhole() {
    NDArray latent = random(1, 4, TILE, TILE - 3);
    float[] whole = vae.decode(scope, latent, Observer.NONE).toFloatArray();
    assertThat(tiled().decode(scope, latent, Observer.NONE).toFloatArray()).isEqualTo(whole);
  }

  @Test
  void decode_coversOddSizes_andStaysNearTheWhole() {
    NDArray latent = random(1, 4, 37, 51);
    NDArray whole = vae.decode(scope, latent, Observer.NONE);
    NDArray tiles = tiled().decode(scope, latent, Observer.NONE);
    assertThat(tiles.getShape()).isEqualTo(whole.getShape());
    // Group norms see a tile's statistics instead of the picture's; white noise and made-up weights
    // are the worst case, seen to differ by a fifth.
    assertThat(rootMeanSquare(difference(whole, tiles)))
        .isLessThan(0.3 * rootMeanSquare(whole.toFloatArray()));
  }

  @Test
  void encode_coversOddSizes_andStaysNearTheWhole() {
    NDArray pixels = random(1, 3, 37 * FACTOR, 51 * FACTOR);
    NDArray whole = vae.moments(scope, pixels, Observer.NONE);
    NDArray tiles = tiled().moments(scope, pixels);
    assertThat(tiles.getShape()).isEqualTo(whole.getShape());
    assertThat(rootMeanSquare(difference(whole, tiles)))
        .isLessThan(0.3 * rootMeanSquare(whole.toFloatArray()));
  }

  @Test
  void blendedTiles_showNoSeam() {
    int side = 48;
    float[] difference =
        difference(
            vae.decode(scope, random(1, 4, side, side), Observer.NONE),
            tiled().decode(scope, random(1, 4, side, side), Observer.NONE));
    int width = side * FACTOR;
    double[] jumps = new double[width - 1];
    for (int x = 0; x + 1 < width; x++) {
      for (int y = 0; y < width; y++) {
        jumps[x] += Math.abs(difference[y * width + x + 1] - difference[y * width + x]);
      }
    }
    double mean = java.util.Arrays.stream(jumps).average().orElseThrow();
    double largest = java.util.Arrays.stream(jumps).max().orElseThrow();
    // A seam would be a column at which what tiling changes jumps far more than anywhere else.
    assertThat(largest).isLessThan(3 * mean);
  }

  private static float[] difference(NDArray a, NDArray b) {
    return a.sub(b).toFloatArray();
  }

  private static double rootMeanSquare(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value * value;
    }
    return Math.sqrt(sum / values.length);
  }
}
