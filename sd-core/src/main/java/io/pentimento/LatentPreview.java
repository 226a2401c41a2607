package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.model.LatentCodec;
import io.pentimento.model.Observer;
import java.awt.image.BufferedImage;
import java.util.Random;

/**
 * A rough picture of a latent, one pixel a cell: a linear map from the latent's channels to
 * colours. The map is fitted by least squares to what the model's own autoencoder makes of a noise
 * latent, so any autoencoder gets the right one.
 */
final class LatentPreview implements Preview {
  /** Side of the latent that is decoded for the fit. */
  private static final int SIDE = 16;

  private final int channels;

  /** Per colour: one factor for each channel, then the constant. */
  private final double[][] map;

  private LatentPreview(int channels, double[][] map) {
    this.channels = channels;
    this.map = map;
  }

  /** Fits the map: one decoding of a {@value #SIDE} × {@value #SIDE} latent. */
  static LatentPreview fit(Scope parent, LatentCodec vae) {
    int channels = vae.latentChannels();
    int cells = SIDE * SIDE;
    Random random = new Random(1);
    float[] latent = new float[channels * cells];
    for (int i = 0; i < latent.length; i++) {
      latent[i] = (float) random.nextGaussian();
    }
    try (Scope scope = parent.open("preview fit")) {
      NDArray scaled = vae.fromModel(scope.array(latent, 1, channels, SIDE, SIDE));
      float[] decoded = vae.decode(scope, scaled, Observer.NONE).toFloatArray();
      int factor = vae.factor();
      double[][] map = new double[3][];
      for (int colour = 0; colour < 3; colour++) {
        double[] means = cellMeans(decoded, colour, factor);
        map[colour] = leastSquares(latent, channels, cells, means);
      }
      return new LatentPreview(channels, map);
    }
  }

  private static double[] cellMeans(float[] decoded, int colour, int factor) {
    int side = SIDE * factor;
    double[] means = new double[SIDE * SIDE];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        means[y / factor * SIDE + x / factor] +=
            decoded[(colour * side + y) * side + x] / (factor * factor);
      }
    }
    return means;
  }

  /**
   * Solves the normal equations by Gauss-Jordan elimination; they are {@code channels + 1} in
   * number.
   */
  private static double[] leastSquares(float[] latent, int channels, int cells, double[] target) {
    int n = channels + 1;
    double[][] equations = new double[n][n + 1];
    for (int cell = 0; cell < cells; cell++) {
      for (int i = 0; i < n; i++) {
        double left = i < channels ? latent[i * cells + cell] : 1;
        for (int j = 0; j < n; j++) {
          equations[i][j] += left * (j < channels ? latent[j * cells + cell] : 1);
        }
        equations[i][n] += left * target[cell];
      }
    }
    for (int pivot = 0; pivot < n; pivot++) {
      double scale = equations[pivot][pivot];
      for (int j = pivot; j <= n; j++) {
        equations[pivot][j] /= scale;
      }
      for (int row = 0; row < n; row++) {
        double factor = row == pivot ? 0 : equations[row][pivot];
        for (int j = pivot; j <= n; j++) {
          equations[row][j] -= factor * equations[pivot][j];
        }
      }
    }
    double[] solution = new double[n];
    for (int i = 0; i < n; i++) {
      solution[i] = equations[i][n];
    }
    return solution;
  }

  @Override
  public BufferedImage draw(float[] latent, int index, int width, int height) {
    int cells = width * height;
    int start = index * channels * cells;
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int cell = 0; cell < cells; cell++) {
      int rgb = 0;
      for (double[] factors : map) {
        double value = factors[channels];
        for (int channel = 0; channel < channels; channel++) {
          value += factors[channel] * latent[start + channel * cells + cell];
        }
        rgb = rgb << 8 | (int) Math.max(0, Math.min(255, (value + 1) / 2 * 255));
      }
      picture.setRGB(cell % width, cell / width, rgb);
    }
    return picture;
  }
}
