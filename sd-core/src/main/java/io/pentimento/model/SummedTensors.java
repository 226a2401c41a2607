package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.LayerWeights;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import java.io.UncheckedIOException;
import java.util.Arrays;

/**
 * The tensors of a network of which a file holds the difference to a base network's, computed in
 * float32. What the base lacks stands whole in the file.
 */
final class SummedTensors implements TensorSource {
  private final Checkpoint base;
  private final TensorSource differences;
  private final TensorSource bases;
  private final Scope parts;
  private final Scope scope;
  private final NumberType type;

  /**
   * Prepares the reading.
   *
   * @param differences the file's tensors, float32 and in {@code parts}
   * @param base the base network's
   * @param parts holds what is added, until it is
   * @param scope where the sums live
   * @param type the type they are converted to
   */
  SummedTensors(
      TensorSource differences, Checkpoint base, Scope parts, Scope scope, NumberType type) {
    this.differences = differences;
    this.base = base;
    this.bases = new CheckpointTensors(base, parts, NumberType.FLOAT32, elements -> {});
    this.parts = parts;
    this.scope = scope;
    this.type = type;
  }

  @Override
  public boolean has(String name) {
    return differences.has(name);
  }

  @Override
  public NDArray tensor(String name, long... shape) {
    try (NDArray difference = differences.tensor(name, shape)) {
      if (difference.isEmpty() || !base.names().contains(name)) {
        return scope.store(difference, type);
      }
      try (NDArray own = bases.tensor(name, shape)) {
        check(own, name, shape);
        try (NDArray sum = parts.add(difference, own)) {
          return scope.store(sum, type);
        }
      }
    }
  }

  @Override
  public NDArray convolution(String name, boolean many, long... shape) {
    NDArray sum = tensor(name, shape);
    return sum.isEmpty() ? sum : LayerWeights.packConvolution(scope, sum, many);
  }

  @Override
  public NDArray linear(String name, long... shape) {
    NDArray sum = tensor(name, shape);
    return sum.isEmpty() ? sum : LayerWeights.packLinear(scope, sum);
  }

  private void check(NDArray own, String name, long... shape) {
    if (own.isEmpty()) {
      throw new UncheckedIOException(
          new ModelFormatException(
              base.path(),
              base.keyOf(name),
              "must have shape %s, as the difference to it has, so it is not its base model."
                  .formatted(Arrays.toString(shape)),
              null));
    }
  }

  @Override
  public void finish() throws ModelFormatException {
    differences.finish();
  }
}
