package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.Scope;
import io.pentimento.model.Autoencoder;
import io.pentimento.model.Observer;
import io.pentimento.testing.TestEngine;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LatentPreviewTest {
  private static final int WIDTH = 20;
  private static final int HEIGHT = 12;
  private static final int CELLS = WIDTH * HEIGHT;
  private static Scope model;
  private static Autoencoder vae;

  @BeforeAll
  static void open() throws ModelFormatException {
    model = TestEngine.open("latent preview");
    vae = CalmVae.open(model);
    model.cap();
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static float[] noise(long seed) {
    Random random = new Random(seed);
    float[] latent = new float[4 * CELLS];
    for (int i = 0; i < latent.length; i++) {
      latent[i] = (float) random.nextGaussian();
    }
    return latent;
  }

  @Test
  void fit_worksInACappedScopeAndLeavesNothingThere() {
    List<NDArray> before = model.manager().getManagedArrays();
    LatentPreview.fit(model, vae);
    assertThat(model.manager().getManagedArrays()).hasSameSizeAs(before);
  }

  @Test
  void draw_followsTheDecodedPicture() {
    float[] latent = noise(9);
    BufferedImage preview = LatentPreview.fit(model, vae).draw(latent, 0, WIDTH, HEIGHT);
    for (int colour = 0; colour < 3; colour++) {
      double[] decoded = decodedCells(latent, colour);
      double[] drawn = new double[CELLS];
      for (int i = 0; i < CELLS; i++) {
        drawn[i] = preview.getRGB(i % WIDTH, i / WIDTH) >> (16 - 8 * colour) & 0xFF;
      }
      assertThat(correlation(drawn, decoded))
          .as("correlation of colour %d with the decoded picture", colour)
          .isGreaterThan(0.6);
      assertThat(mean(drawn)).isBetween(mean(decoded) - 12, mean(decoded) + 12);
    }
  }

  /** Returns the means of a decoded colour over each latent cell, in 8-bit levels. */
  private static double[] decodedCells(float[] latent, int colour) {
    int factor = vae.config().factor();
    double[] cells = new double[CELLS];
    try (Scope run = model.open("decode")) {
      NDArray own = vae.fromModel(run.array(latent, 1, 4, HEIGHT, WIDTH));
      float[] values = vae.decode(run, own, Observer.NONE).toFloatArray();
      int width = WIDTH * factor;
      int plane = width * HEIGHT * factor;
      for (int i = 0; i < plane; i++) {
        int cell = i / width / factor * WIDTH + i % width / factor;
        double level = Math.max(0, Math.min(255, (values[colour * plane + i] + 1) / 2 * 255));
        cells[cell] += level / (factor * factor);
      }
    }
    return cells;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double correlation(double[] x, double[] y) {
    double covariance = 0;
    double spreadX = 0;
    double spreadY = 0;
    for (int i = 0; i < x.length; i++) {
      double dx = x[i] - mean(x);
      double dy = y[i] - mean(y);
      covariance += dx * dy;
      spreadX += dx * dx;
      spreadY += dy * dy;
    }
    return covariance / Math.sqrt(spreadX * spreadY);
  }

  @Test
  void draw_takesTheImageThatIsAsked() {
    float[] first = noise(1);
    float[] second = noise(2);
    float[] batch = new float[2 * first.length];
    System.arraycopy(first, 0, batch, 0, first.length);
    System.arraycopy(second, 0, batch, first.length, second.length);
    LatentPreview preview = LatentPreview.fit(model, vae);
    for (int i = 0; i < 2; i++) {
      BufferedImage inBatch = preview.draw(batch, i, WIDTH, HEIGHT);
      BufferedImage alone = preview.draw(i == 0 ? first : second, 0, WIDTH, HEIGHT);
      assertThat(inBatch.getWidth()).isEqualTo(WIDTH);
      assertThat(inBatch.getHeight()).isEqualTo(HEIGHT);
      for (int cell = 0; cell < CELLS; cell++) {
        assertThat(inBatch.getRGB(cell % WIDTH, cell / WIDTH))
            .isEqualTo(alone.getRGB(cell % WIDTH, cell / WIDTH));
      }
    }
  }

  @Test
  void draw_keepsColoursInRange() {
    float[] latent = new float[4 * CELLS];
    Arrays.fill(latent, 1e6f);
    latent[0] = Float.NaN;
    BufferedImage picture = LatentPreview.fit(model, vae).draw(latent, 0, WIDTH, HEIGHT);
    assertThat(picture.getRGB(0, 0)).isEqualTo(0xFF000000);
    for (int shift = 0; shift < 24; shift += 8) {
      assertThat(picture.getRGB(5, 5) >> shift & 0xFF).isIn(0, 255);
    }
  }
}
