package io.pentimento.benchmarks;

import io.pentimento.checkpoint.SafetensorsWriter;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** A YOLOv8 with random weights that are so large that activations neither grow nor vanish. */
final class MadeUpDetector {
  private static final int BINS = 16;
  private static final int SIDES = 4;

  /** So low that next to no cell says that something is there, as in most pictures. */
  private static final float FEW = -5;

  private final SafetensorsWriter writer = new SafetensorsWriter();
  private final Random random = new Random(1);

  private MadeUpDetector() {}

  /**
   * Writes a file.
   *
   * @param width the channels of the first layer: 16 for the size "n", 32 for "s"
   */
  static void write(Path file, int width) throws IOException {
    MadeUpDetector detector = new MadeUpDetector();
    detector.backbone(width);
    detector.neck(width);
    detector.head(width);
    detector.writer.write(file);
  }

  private void backbone(int w) {
    conv("model.0", 3, w, 3);
    conv("model.1", w, 2 * w, 3);
    block("model.2", 2 * w, 2 * w, 1);
    conv("model.3", 2 * w, 4 * w, 3);
    block("model.4", 4 * w, 4 * w, 2);
    conv("model.5", 4 * w, 8 * w, 3);
    block("model.6", 8 * w, 8 * w, 2);
    conv("model.7", 8 * w, 16 * w, 3);
    block("model.8", 16 * w, 16 * w, 1);
    conv("model.9.cv1", 16 * w, 8 * w, 1);
    conv("model.9.cv2", 32 * w, 16 * w, 1);
  }

  private void neck(int w) {
    block("model.12", 24 * w, 8 * w, 1);
    block("model.15", 12 * w, 4 * w, 1);
    conv("model.16", 4 * w, 4 * w, 3);
    block("model.18", 12 * w, 8 * w, 1);
    conv("model.19", 8 * w, 8 * w, 3);
    block("model.21", 24 * w, 16 * w, 1);
  }

  private void head(int w) {
    int[] levels = {4 * w, 8 * w, 16 * w};
    for (int i = 0; i < levels.length; i++) {
      branch("model.22.cv2." + i, levels[i], SIDES * BINS, SIDES * BINS, 1);
      branch("model.22.cv3." + i, levels[i], levels[0], 1, FEW);
    }
    float[] bins = new float[BINS];
    for (int i = 0; i < BINS; i++) {
      bins[i] = i;
    }
    writer.add(info("model.22.dfl.conv.weight", 1, BINS, 1, 1), bins);
  }

  private void branch(String name, int in, int hidden, int out, float bias) {
    conv(name + ".0", in, hidden, 3);
    conv(name + ".1", hidden, hidden, 3);
    weight(name + ".2.weight", hidden, out, 1);
    filled(name + ".2.bias", out, bias);
  }

  private void block(String name, int in, int out, int pairs) {
    int half = out / 2;
    conv(name + ".cv1", in, out, 1);
    for (int i = 0; i < pairs; i++) {
      conv(name + ".m." + i + ".cv1", half, half, 3);
      conv(name + ".m." + i + ".cv2", half, half, 3);
    }
    conv(name + ".cv2", (2 + pairs) * half, out, 1);
  }

  private void conv(String name, int in, int out, int kernel) {
    weight(name + ".conv.weight", in, out, kernel);
    filled(name + ".bn.weight", out, 1);
    filled(name + ".bn.bias", out, 0);
    filled(name + ".bn.running_mean", out, 0);
    filled(name + ".bn.running_var", out, 1);
  }

  private void weight(String name, int in, int out, int kernel) {
    float[] values = new float[in * out * kernel * kernel];
    double scale = Math.sqrt(2.0 / (in * kernel * kernel));
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * scale);
    }
    writer.add(info(name, out, in, kernel, kernel), values);
  }

  private void filled(String name, int length, float value) {
    float[] values = new float[length];
    Arrays.fill(values, value);
    writer.add(info(name, length), values);
  }

  private static TensorInfo info(String name, long... shape) {
    return new TensorInfo(name, TensorType.F32, Arrays.stream(shape).boxed().toList());
  }
}
