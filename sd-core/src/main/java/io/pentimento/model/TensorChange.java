package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.pentimento.internal.LayerWeights;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.patch.StepWeight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** What is added to one tensor, in float32, from one or more files. */
final class TensorChange implements AutoCloseable {
  /**
   * Products stay factored if the tensor has more than so many times their elements. A factored
   * product costs its share of the layer at each step, a product multiplied out the memory of the
   * layer; both are small exactly where the factors are small beside the layer.
   */
  private static final long SMALL_BESIDE = 3;

  /** Holds what is added, until it is settled what becomes of the tensor. */
  private final Scope parts;

  private final String name;
  private final long[] shape;
  private final boolean isLayer;
  private final List<Product> products = new ArrayList<>();
  private final List<Full> fulls = new ArrayList<>();
  private @Nullable NDArray constant;

  /** A product with its scale in {@code up}: {@code [out, rank]} and {@code [rank, rest]}. */
  private record Product(NDArray up, NDArray down, StepWeight weight) {}

  private record Full(NDArray change, StepWeight weight) {}

  /**
   * Starts without changes.
   *
   * @param parts a scope of its own
   * @param isLayer whether the tensor is a weight that may have a {@link LowRank} part
   */
  TensorChange(Scope parts, String name, long[] shape, boolean isLayer) {
    this.parts = parts;
    this.name = name;
    this.shape = shape.clone();
    this.isLayer = isLayer;
  }

  /** What becomes of the tensor. */
  record Changed(Optional<NDArray> tensor, Optional<LowRank> product) {}

  void addProduct(NDArray up, NDArray down, double scale, StepWeight weight) {
    long rank = down.getShape().get(0);
    checkFactors(up, down, rank);
    try (Scope scope = parts.open("product")) {
      NDArray scaled = scope.adopt(up.mul(scale)).reshape(shape[0], rank);
      NDArray whole = scope.wideCopy(padded(scope, down));
      NDArray flat = whole.reshape(rank, elements() / shape[0]);
      products.add(new Product(parts.adopt(scaled), parts.adopt(flat), weight));
    }
  }

  private void checkFactors(NDArray up, NDArray down, long rank) {
    boolean wide = up.getDataType() == DataType.FLOAT32 && down.getDataType() == DataType.FLOAT32;
    boolean matrices = shape.length >= 2 && rank > 0 && up.size() == shape[0] * rank;
    boolean rows = matrices && up.getShape().get(0) == shape[0];
    if (!wide || !rows || !fits(down.getShape().getShape(), rank)) {
      throw new IllegalArgumentException(
          "%s has shape %s, which a product of %s %s and %s %s cannot change."
              .formatted(
                  name,
                  Arrays.toString(shape),
                  up.getShape(),
                  up.getDataType(),
                  down.getShape(),
                  down.getDataType()));
    }
  }

  /**
   * Adds a change of any form.
   *
   * @param original the tensor as it was loaded; absent for a bias that is lacking
   */
  void add(UnaryOperator<NDArray> change, StepWeight weight, Optional<NDArray> original) {
    try (Scope scope = parts.open("change")) {
      NDArray whole = checked(scope, change.apply(copy(original, scope)));
      if (isConstant(weight)) {
        NDArray before = constant;
        constant =
            parts.adopt(
                before == null
                    ? whole.mul(weight.at(0))
                    : scope.addScaled(before, whole, weight.at(0)));
        if (before != null) {
          before.close();
        }
      } else {
        fulls.add(new Full(parts.adopt(parts.wideCopy(whole)), weight));
      }
    }
  }

  private NDArray checked(Scope scope, NDArray change) {
    if (change.getDataType() != DataType.FLOAT32 || !fits(change.getShape().getShape(), shape[0])) {
      throw new IllegalArgumentException(
          "%s has shape %s, but the change to it is %s of shape %s."
              .formatted(name, Arrays.toString(shape), change.getDataType(), change.getShape()));
    }
    NDArray padded = padded(scope, change);
    return padded.getShape().equals(new Shape(shape)) ? padded : padded.reshape(new Shape(shape));
  }

  /** Tells whether an array may stand for this tensor with another first size. */
  private boolean fits(long[] given, long first) {
    long[] mine = shape.clone();
    mine[0] = first;
    if (isPadded(given)) {
      mine[1] = given[1];
    }
    return Arrays.equals(withoutTrailingOnes(given), withoutTrailingOnes(mine));
  }

  /** Networks for inpainting take more than a latent, but adapters for others suit the rest. */
  private boolean isPadded(long[] given) {
    return name.equals("conv_in.weight")
        && shape.length == 4
        && given.length == 4
        && given[1] > 0
        && given[1] < shape[1];
  }

  private NDArray padded(Scope scope, NDArray given) {
    long[] sizes = given.getShape().getShape();
    if (!isPadded(sizes)) {
      return given;
    }
    long missing = shape[1] - sizes[1];
    int zeros = Math.toIntExact(sizes[0] * missing * sizes[2] * sizes[3]);
    return scope.concat(
        given, scope.array(new float[zeros], sizes[0], missing, sizes[2], sizes[3]), 1);
  }

  private static long[] withoutTrailingOnes(long[] sizes) {
    int length = sizes.length;
    while (length > 1 && sizes[length - 1] == 1) {
      length--;
    }
    return Arrays.copyOf(sizes, length);
  }

  /** Returns a copy, so that whatever is done with it, the model's own tensor stays as it is. */
  private NDArray copy(Optional<NDArray> original, Scope scope) {
    return original.isPresent()
        ? scope.wideCopy(original.get())
        : scope.array(new float[Math.toIntExact(elements())], shape);
  }

  private long elements() {
    return LongStream.of(shape).reduce(1, (x, y) -> x * y);
  }

  private static boolean isConstant(StepWeight weight) {
    return weight.stretches().size() == 1;
  }

  String name() {
    return name;
  }

  /** Tells whether more becomes of the tensor in some steps than in others. */
  boolean isStepped() {
    return !fulls.isEmpty() || products.stream().anyMatch(part -> !isConstant(part.weight));
  }

  @Override
  public void close() {
    parts.close();
  }

  /**
   * Returns what becomes of the tensor in a step.
   *
   * @param original the tensor as it was loaded; absent for a bias that is lacking
   */
  Changed at(int step, Optional<NDArray> original, Scope into, NumberType type) {
    List<Product> counting =
        products.stream().filter(product -> product.weight.at(step) != 0).toList();
    boolean full =
        constant != null || fulls.stream().anyMatch(change -> change.weight.at(step) != 0);
    if (counting.isEmpty() && !full) {
      return new Changed(Optional.empty(), Optional.empty());
    }
    long factors =
        counting.stream().mapToLong(product -> product.up.size() + product.down.size()).sum();
    if (!full && isLayer && elements() > SMALL_BESIDE * factors) {
      return new Changed(Optional.empty(), Optional.of(factored(counting, step, into, type)));
    }
    try (Scope scope = into.open("sum")) {
      NDArray sum = added(scope, copy(original, scope), counting, step);
      NDArray stored = into.store(sum, type);
      return new Changed(
          Optional.of(
              isLayer ? LayerWeights.packLike(into, stored, original.orElseThrow()) : stored),
          Optional.empty());
    }
  }

  private LowRank factored(List<Product> counting, int step, Scope into, NumberType type) {
    try (Scope scope = into.open("factors")) {
      NDList ups = new NDList();
      NDList downs = new NDList();
      for (Product product : counting) {
        ups.add(scope.adopt(product.up.mul(product.weight.at(step))));
        downs.add(product.down);
      }
      NDArray up = scope.adopt(NDArrays.concat(ups, 1));
      NDArray down = scope.adopt(NDArrays.concat(downs, 0));
      long rank = down.getShape().get(0);
      if (shape.length == 4) {
        up = up.reshape(shape[0], rank, 1, 1);
        down = down.reshape(rank, shape[1], shape[2], shape[3]);
      }
      return new LowRank(into.store(down, type), into.store(up, type));
    }
  }

  private NDArray added(Scope scope, NDArray original, List<Product> counting, int step) {
    NDArray sum = original;
    for (Product product : counting) {
      NDArray whole = scope.adopt(product.up.matMul(product.down)).reshape(new Shape(shape));
      sum = added(scope, sum, whole, product.weight.at(step));
    }
    if (constant != null) {
      sum = added(scope, sum, constant, 1);
    }
    for (Full change : fulls) {
      sum = added(scope, sum, change.change, change.weight.at(step));
    }
    return sum;
  }

  private static NDArray added(Scope scope, NDArray sum, NDArray change, double weight) {
    try (sum) {
      return scope.addScaled(sum, change, weight);
    }
  }
}
