package io.pentimento.adapters;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorValues;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** The tensors of a file that change one layer, and the checks that they fit each other. */
final class LoraModule {
  private final Checkpoint checkpoint;
  private final String name;
  private final PeftScaling scaling;
  private final Map<LoraLeaf, TensorInfo> leaves = new EnumMap<>(LoraLeaf.class);

  /**
   * Starts without tensors.
   *
   * @param name the layer's name in the file
   * @param scaling what the file's notes say of scales
   */
  LoraModule(Checkpoint checkpoint, String name, PeftScaling scaling) {
    this.checkpoint = checkpoint;
    this.name = name;
    this.scaling = scaling;
  }

  void add(LoraLeaf leaf, TensorInfo info) throws ModelFormatException {
    if (leaves.putIfAbsent(leaf, info) != null) {
      throw failure(info.name(), "the file must say this once, but says it in two spellings.");
    }
    if (info.shape().contains(0L)) {
      throw failure(
          info.name(), "a tensor must have elements, but has shape " + info.shape() + ".");
    }
  }

  Checkpoint checkpoint() {
    return checkpoint;
  }

  String name() {
    return name;
  }

  Set<LoraLeaf> leaves() {
    return leaves.keySet();
  }

  boolean has(LoraLeaf leaf) {
    return leaves.containsKey(leaf);
  }

  /**
   * Returns what the file says of a tensor of numbers.
   *
   * @throws ModelFormatException if it is missing or not floating-point
   */
  TensorInfo info(LoraLeaf leaf) throws ModelFormatException {
    TensorInfo info = leaves.get(leaf);
    if (info == null) {
      TensorInfo any = leaves.values().iterator().next();
      throw failure(any.name(), "beside it there must be " + leaf + " of the same layer.");
    }
    if (!info.type().isFloating()) {
      throw failure(info.name(), "must hold floating-point numbers, but is " + info.type() + ".");
    }
    return info;
  }

  /** Returns the shape of a tensor, of at least so many sizes. */
  long[] shape(LoraLeaf leaf, int atLeast) throws ModelFormatException {
    TensorInfo info = info(leaf);
    if (info.shape().size() < atLeast || info.shape().size() > 4) {
      throw failure(
          info.name(),
          "must have %d to 4 sizes, but has shape %s.".formatted(atLeast, info.shape()));
    }
    return info.shape().stream().mapToLong(Long::longValue).toArray();
  }

  /** Returns a tensor's shape as a matrix: all sizes but the first flattened into one. */
  long[] matrix(LoraLeaf leaf) throws ModelFormatException {
    long[] shape = shape(leaf, 2);
    return new long[] {shape[0], Shapes.product(shape, 1)};
  }

  /** Checks that two sizes that are the rank of one product agree. */
  void checkRank(LoraLeaf leaf, long rank, LoraLeaf other, long otherRank)
      throws ModelFormatException {
    if (rank != otherRank) {
      throw failure(
          info(leaf).name(),
          "its rank must be that of %s, %d, but its shape is %s."
              .formatted(
                  ModelFormatException.printable(info(other).name()),
                  otherRank,
                  info(leaf).shape()));
    }
  }

  /**
   * Returns what a product is multiplied by: the file's scale, its alpha divided by the rank, what
   * its notes say, or 1.
   */
  double scale(long rank) throws IOException {
    if (has(LoraLeaf.SCALE)) {
      return number(LoraLeaf.SCALE);
    }
    if (has(LoraLeaf.ALPHA)) {
      return number(LoraLeaf.ALPHA) / rank;
    }
    return LoraLeaf.Place.isUnderscored(name) ? 1 : scaling.scale(name, rank);
  }

  /**
   * Reads a tensor of one element.
   *
   * @throws ModelFormatException if it has more elements, or its value is not finite
   */
  double number(LoraLeaf leaf) throws IOException {
    TensorInfo info = leaves.get(leaf);
    if (info == null) {
      throw new IllegalStateException(name + " has no " + leaf + ". Ask has first.");
    }
    if (info.elements() != 1) {
      throw failure(info.name(), "must be one number, but has shape " + info.shape() + ".");
    }
    float value = TensorValues.floats(checkpoint, info.name())[0];
    if (!Float.isFinite(value)) {
      throw failure(info.name(), "must be finite, but is " + value + ".");
    }
    return value;
  }

  /** Refuses a tensor that contradicts the others. */
  ModelFormatException failure(LoraLeaf leaf, String reason) throws ModelFormatException {
    return failure(info(leaf).name(), reason);
  }

  /** Refuses a tensor that is for a layer of another shape. */
  AdapterMismatchException mismatch(LoraLeaf leaf, Layer layer) throws ModelFormatException {
    TensorInfo info = info(leaf);
    return new AdapterMismatchException(
        checkpoint.path(),
        info.name(),
        "its shape %s does not fit %s of %s, which has shape %s. This adapter is for another kind of model."
            .formatted(
                info.shape(), layer.weightName(), layer.model(), Arrays.toString(layer.shape())));
  }

  private ModelFormatException failure(String tensor, String reason) {
    return new ModelFormatException(checkpoint.path(), tensor, reason, null);
  }
}
