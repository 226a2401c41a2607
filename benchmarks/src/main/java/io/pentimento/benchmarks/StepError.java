package io.pentimento.benchmarks;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.original.ExplicitConfig;
import io.pentimento.checkpoint.original.OriginalModel;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.model.CheckpointTensors;
import io.pentimento.model.Observer;
import io.pentimento.model.UNet;
import io.pentimento.model.UNetConfig;
import io.pentimento.model.Weights;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * How far the U-Net's answer to one fixed guided step lies from the one that diffusers gives in
 * float32, which {@code benchmarks/peers/reference.py} wrote for the same file: the norm of the
 * difference, over the norm of that answer.
 *
 * <pre>
 * java -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath)" \
 *     io.pentimento.benchmarks.StepError MODEL.safetensors BFLOAT16 STEP.f32
 * </pre>
 */
public final class StepError {
  private static final int CHANNELS = 4;
  private static final int SIDE = 64;
  private static final int PROMPTS = 2;
  private static final int TOKENS = 77;
  private static final double TIMESTEP = 500;

  /** 2 to the 32nd over the golden ratio: its multiples spread evenly over all ints. */
  private static final int SPREAD = (int) 2_654_435_761L;

  private StepError() {}

  /** Prints the error of a model in a precision. */
  public static void main(String[] arguments) throws IOException {
    NumberType type = NumberType.valueOf(arguments[1]);
    System.out.printf(
        Locale.ROOT,
        "%s: relative error %.3g%n",
        type.name().toLowerCase(Locale.ROOT),
        of(Path.of(arguments[0]), type, Path.of(arguments[2])));
  }

  /**
   * Returns the relative error.
   *
   * @param model Stable Diffusion 1.5 in one file
   * @param type in which the network computes
   * @param reference the answer expected, {@code [2, 4, 64, 64]} as little-endian float32
   */
  static double of(Path model, NumberType type, Path reference) throws IOException {
    float[] expected = read(reference);
    float[] actual = predict(model, type);
    if (expected.length != actual.length) {
      throw new IllegalArgumentException(
          "%s must hold %d numbers, but has %d. Write it with benchmarks/peers/reference.py."
              .formatted(reference, actual.length, expected.length));
    }
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < actual.length; i++) {
      double off = (double) actual[i] - expected[i];
      difference += off * off;
      norm += (double) expected[i] * expected[i];
    }
    return Math.sqrt(difference / norm);
  }

  private static float[] predict(Path model, NumberType type) throws IOException {
    UNetConfig config = UNetConfig.sd15();
    try (Scope scope = TestEngine.open("step error");
        OriginalModel file = OriginalModel.open(model, ExplicitConfig.none(), false);
        Checkpoint tensors = file.weights("unet")) {
      UNet unet =
          new UNet(
              config, new Weights(new CheckpointTensors(tensors, scope, type, done -> {})), type);
      NDArray sample = numbers(scope, 1, CHANNELS, SIDE, SIDE);
      NDArray context = numbers(scope, PROMPTS, TOKENS, config.crossAttentionDim());
      NDArray predicted =
          unet.predict(
              scope,
              sample,
              unet.embedTime(scope, TIMESTEP),
              unet.project(scope, context),
              Observer.NONE);
      return Scope.floats(predicted, scope);
    }
  }

  /** Returns numbers of variance 1 that look like noise; the Python scripts have the same. */
  private static NDArray numbers(Scope scope, long... shape) {
    int count = 1;
    for (long size : shape) {
      count = Math.multiplyExact(count, Math.toIntExact(size));
    }
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) (Math.scalb((double) (i * i * SPREAD), -31) * Math.sqrt(3));
    }
    return scope.array(numbers, shape);
  }

  private static float[] read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    float[] numbers = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(numbers);
    return numbers;
  }
}
