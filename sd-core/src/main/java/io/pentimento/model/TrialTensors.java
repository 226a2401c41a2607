package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.pentimento.internal.LayerWeights;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Weights made up from a seed. Normalisations change nothing, biases are 0, and other weights have
 * variance 1 / inputs, so that activations stay near unit variance as in a trained network.
 */
final class TrialTensors implements TensorSource {
  private static final long SEED = 20_261_121;

  private final Scope scope;
  private final NumberType type;
  private final SplittableRandom random = new SplittableRandom(SEED);

  TrialTensors(Scope scope, NumberType type) {
    this.scope = scope;
    this.type = type;
  }

  @Override
  public boolean has(String name) {
    return false;
  }

  @Override
  public NDArray tensor(String name, long... shape) {
    if (shape.length == 1) {
      try (NDArray plain = scope.array(constant(name.endsWith("weight") ? 1 : 0, shape), shape)) {
        return scope.store(plain, type);
      }
    }
    long elements = 1;
    for (long side : shape) {
      elements *= side;
    }
    // Evenly spread numbers up to s have variance s² / 3.
    return numbers(Math.sqrt(3.0 * shape[0] / elements), Math.toIntExact(elements), shape);
  }

  private static float[] constant(float value, long[] shape) {
    float[] values = new float[Math.toIntExact(shape[0])];
    Arrays.fill(values, value);
    return values;
  }

  private NDArray numbers(double spread, int elements, long[] shape) {
    ByteBuffer buffer =
        ByteBuffer.allocateDirect(elements * Float.BYTES).order(ByteOrder.nativeOrder());
    FloatBuffer values = buffer.asFloatBuffer();
    for (int i = 0; i < elements; i++) {
      values.put((float) ((random.nextDouble() * 2 - 1) * spread));
    }
    return scope.store(buffer, DataType.FLOAT32, type, shape);
  }

  @Override
  public NDArray convolution(String name, boolean many, long... shape) {
    return LayerWeights.packConvolution(scope, tensor(name, shape), many);
  }

  @Override
  public NDArray linear(String name, long... shape) {
    return LayerWeights.packLinear(scope, tensor(name, shape));
  }

  @Override
  public void finish() {}
}
