package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.ModelFormatException;
import java.util.Optional;

/** Reads a network's layers by their names in diffusers' layout. */
public final class Weights {
  private final TensorSource source;
  private final String prefix;

  /** Reads whole networks from a source. */
  public Weights(TensorSource source) {
    this(source, "");
  }

  private Weights(TensorSource source, String prefix) {
    this.source = source;
    this.prefix = prefix;
  }

  /** Returns the weights below a name. */
  Weights at(String name) {
    return new Weights(source, prefix + name + ".");
  }

  boolean has(String name) {
    return source.has(prefix + name);
  }

  /** Reads a linear layer with bias, {@code [out, in]}. */
  Linear linear(String name, long in, long out) {
    return new Linear(
        prefix + name, tensor(name + ".weight", out, in), Optional.of(tensor(name + ".bias", out)));
  }

  /** Reads a linear layer without bias, {@code [out, in]}. */
  Linear linearWithoutBias(String name, long in, long out) {
    return new Linear(prefix + name, tensor(name + ".weight", out, in), Optional.empty());
  }

  /**
   * Reads a convolution with bias, {@code [out, in, kernel, kernel]}, that keeps the size but for
   * its stride.
   */
  Conv conv(String name, long in, long out, long kernel, long stride) {
    NDArray weight = tensor(name + ".weight", out, in, kernel, kernel);
    return new Conv(prefix + name, weight, tensor(name + ".bias", out), stride, kernel / 2);
  }

  /** Reads a normalisation's scale and shift. */
  Norm norm(String name, long channels, double eps) {
    return new Norm(tensor(name + ".weight", channels), tensor(name + ".bias", channels), eps);
  }

  /** Reads a tensor. */
  NDArray tensor(String name, long... shape) {
    return source.tensor(prefix + name, shape);
  }

  /** Ends the reading; see {@link TensorSource#finish}. */
  void finish() throws ModelFormatException {
    source.finish();
  }
}
