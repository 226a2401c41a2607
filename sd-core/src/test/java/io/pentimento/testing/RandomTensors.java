package io.pentimento.testing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.pentimento.internal.LayerWeights;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.model.TensorSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.SplittableRandom;

/**
 * Weights made up from a seed, for tests and benchmarks of networks of any size without a
 * checkpoint. They keep activations near unit variance: normalisations scale by one, other weights
 * have variance 1 / inputs.
 */
public final class RandomTensors implements TensorSource {
  private final Scope scope;
  private final NumberType type;
  private final SplittableRandom random;

  /** Makes tensors in a scope. */
  public RandomTensors(Scope scope, NumberType type, long seed) {
    this.scope = scope;
    this.type = type;
    this.random = new SplittableRandom(seed);
  }

  @Override
  public boolean has(String name) {
    return false;
  }

  @Override
  public NDArray tensor(String name, long... shape) {
    long elements = 1;
    for (long side : shape) {
      elements *= side;
    }
    ByteBuffer buffer =
        ByteBuffer.allocateDirect(Math.toIntExact(elements * Float.BYTES))
            .order(ByteOrder.nativeOrder());
    fill(buffer.asFloatBuffer(), name, elements, shape);
    return scope.store(buffer, DataType.FLOAT32, type, shape);
  }

  @Override
  public NDArray convolution(String name, boolean many, long... shape) {
    return LayerWeights.packConvolution(scope, tensor(name, shape), many);
  }

  private void fill(FloatBuffer values, String name, long elements, long[] shape) {
    boolean scaleOfNorm = shape.length == 1 && name.endsWith("weight");
    double spread = shape.length == 1 ? 0.02 : Math.sqrt(3.0 * shape[0] / elements);
    for (int i = 0; i < elements; i++) {
      double value = (random.nextDouble() * 2 - 1) * spread;
      values.put((float) (scaleOfNorm ? 1 + value : value));
    }
  }

  @Override
  public NDArray linear(String name, long... shape) {
    return LayerWeights.packLinear(scope, tensor(name, shape));
  }

  @Override
  public void finish() {}
}
