package io.pentimento.model;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.Scope;
import java.util.List;

/**
 * Reads the layers of a YOLOv8, whose widths are those of the file.
 *
 * @param checkpoint the file
 * @param scope where the weights live
 * @param weights the tensors, by their names in the file
 */
record YoloWeights(Checkpoint checkpoint, Scope scope, Weights weights) {
  /** Ultralytics' own, in place of torch's 1e-5. */
  private static final double EPS = 1e-3;

  /** Reads a block of convolution, batch norm and SiLU that keeps the size. */
  ConvNorm conv(String name, long in) throws ModelFormatException {
    return conv(name, in, 1);
  }

  /** Reads a block of convolution, batch norm and SiLU. */
  ConvNorm conv(String name, long in, long stride) throws ModelFormatException {
    List<Long> shape = shape(name + ".conv.weight");
    return ConvNorm.read(scope, weights.at(name), in, shape.get(0), shape.get(2), stride, EPS);
  }

  /** Reads a convolution with a bias and a kernel of 1. */
  Conv plain(String name, long in) throws ModelFormatException {
    return weights.conv(name, in, shape(name + ".weight").get(0), 1, 1);
  }

  /** Returns how many channels a block of convolution and batch norm makes. */
  long width(String name) throws ModelFormatException {
    return shape(name + ".conv.weight").get(0);
  }

  boolean has(String name) {
    return weights.has(name);
  }

  private List<Long> shape(String name) throws ModelFormatException {
    List<Long> shape = checkpoint.info(name).shape();
    boolean square = shape.size() == 4 && shape.get(2).equals(shape.get(3));
    if (!square || shape.get(2) % 2 == 0 || shape.get(0) < 1) {
      throw new ModelFormatException(
          checkpoint.path(),
          checkpoint.keyOf(name),
          "has shape %s, expected that of a convolution with a square, odd kernel."
              .formatted(shape),
          null);
    }
    return shape;
  }
}
