package io.pentimento.inpaint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import io.pentimento.image.Pixels;
import io.pentimento.sampling.Conventions;
import io.pentimento.sampling.LatentContext;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.NoiseSource;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * A run whose encoder is the golden set's stand-in: means of blocks of pixels in [-1, 1], mixed by
 * a matrix.
 */
record PoolingContext(
    NDManager manager, LatentSpace space, float[][] matrix, long seed, long[] latentShape)
    implements LatentContext {
  static float[][] matrix(JsonArray rows) {
    return rows.asList().stream()
        .map(
            row -> {
              float[] values = new float[row.getAsJsonArray().size()];
              for (int i = 0; i < values.length; i++) {
                values[i] = row.getAsJsonArray().get(i).getAsFloat();
              }
              return values;
            })
        .toArray(float[][]::new);
  }

  @Override
  public Conventions conventions() {
    return Conventions.WEBUI;
  }

  @Override
  public int batch() {
    return 1;
  }

  @Override
  public NDArray noise() {
    int count = Math.toIntExact(LongStream.of(latentShape).reduce(1, Math::multiplyExact));
    return array(NoiseSource.torchCpu().seeded(seed).normal(count), latentShape);
  }

  @Override
  public NDArray encode(BufferedImage picture) {
    Pixels pixels = Pixels.of(picture);
    int plane = pixels.width() * pixels.height();
    float[] values = new float[3 * plane];
    for (int i = 0; i < values.length; i++) {
      values[i] = (pixels.samples()[i % plane * 3 + i / plane] & 0xff) / 255f * 2 - 1;
    }
    return encode(array(values, 1, 3, pixels.height(), pixels.width()));
  }

  @Override
  public NDArray encodeUnscaled(BufferedImage picture) {
    return encode(picture);
  }

  @Override
  public NDArray encode(NDArray pixels) {
    int factor = space.factor();
    int rows = Math.toIntExact(pixels.getShape().get(2)) / factor;
    int columns = Math.toIntExact(pixels.getShape().get(3)) / factor;
    float[] in = pixels.toFloatArray();
    float[] latent = new float[matrix.length * rows * columns];
    for (int c = 0; c < 3; c++) {
      for (int i = 0; i < rows * columns; i++) {
        double sum = 0;
        for (int j = 0; j < factor * factor; j++) {
          int y = i / columns * factor + j / factor;
          int x = i % columns * factor + j % factor;
          sum += in[(c * rows * factor + y) * columns * factor + x];
        }
        for (int k = 0; k < matrix.length; k++) {
          latent[k * rows * columns + i] += (float) (matrix[k][c] * sum / (factor * factor));
        }
      }
    }
    return array(latent, 1, matrix.length, rows, columns);
  }

  @Override
  public NDArray array(float[] values, long... shape) {
    return manager.create(values, new Shape(shape));
  }

  @Override
  public Optional<NDArray> previous() {
    return Optional.empty();
  }

  @Override
  public List<BufferedImage> decode(NDArray latents) {
    throw new UnsupportedOperationException("Repainting decodes nothing on its way.");
  }
}
