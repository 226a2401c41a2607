package io.pentimento.checkpoint;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pickle says of a storage, or of a part of it that very old files name.
 *
 * @param key the name of the storage in its container
 * @param type the element type; null when the storage is untyped and counted in bytes
 * @param elements the number of elements of the whole storage
 * @param begin the first element of the part
 * @param length the number of elements of the part
 */
record TorchStorage(String key, @Nullable TensorType type, long elements, long begin, long length) {
  private static final int MOST_DIMENSIONS = 64;

  /** A tensor may repeat elements (stride 0), but not blow a small storage up beyond this many. */
  private static final long MOST_REPEATED = 1 << 20;

  /**
   * A class of storages, as a value of a pickle.
   *
   * @param type its element type; null for the untyped one
   */
  record Kind(@Nullable TensorType type) {}

  static TorchStorage of(Object persistentId) throws PickleException {
    List<Object> id = PickleArguments.list(persistentId, "a persistent id");
    if (id.size() < 5 || id.size() > 6 || !id.get(0).equals("storage")) {
      throw new PickleException(
          "a persistent id must be ('storage', class, key, location, count[, view])");
    }
    if (!(id.get(1) instanceof Kind kind)) {
      throw new PickleException("a persistent id must name a storage class of torch");
    }
    String key = PickleArguments.text(id.get(2), "the key of a storage");
    long elements = PickleArguments.size(id.get(4), "the element count of a storage");
    if (id.size() == 5 || id.get(5) == PickledNone.NONE) {
      return new TorchStorage(key, kind.type(), elements, 0, elements);
    }
    List<Object> view = PickleArguments.list(id.get(5), "the view of a storage");
    if (view.size() != 3) {
      throw new PickleException("the view of a storage must be (key, offset, count)");
    }
    long begin = PickleArguments.size(view.get(1), "the offset of a view");
    long length = PickleArguments.size(view.get(2), "the element count of a view");
    if (begin > elements || length > elements - begin) {
      throw new PickleException("a view must lie inside its storage of " + elements + " elements");
    }
    return new TorchStorage(key, kind.type(), elements, begin, length);
  }

  /** Returns a tensor over this storage after checking that all of its elements lie inside. */
  TorchTensor tensor(@Nullable TensorType asked, Object offset, Object size, Object stride)
      throws PickleException {
    TensorType elementType = asked == null ? type : asked;
    if (elementType == null) {
      throw new PickleException("a tensor over an untyped storage must name its type");
    }
    // The counts of an untyped storage are bytes, whatever the tensor over it is.
    int unit = type == null ? elementType.bytes() : 1;
    long first =
        Math.addExact(begin / unit, PickleArguments.size(offset, "the offset of a tensor"));
    List<Long> shape = sizes(size);
    List<Long> strides = sizes(stride);
    if (shape.size() != strides.size() || begin % unit != 0) {
      throw new PickleException(
          "a tensor must have one stride for each of its " + shape.size() + " sizes");
    }
    checkBounds(first, shape, strides, (begin + length) / unit);
    return new TorchTensor(elementType, shape, strides, first, key, elements / unit);
  }

  private static void checkBounds(long first, List<Long> shape, List<Long> strides, long end)
      throws PickleException {
    try {
      long count = 1;
      for (long side : shape) {
        count = Math.multiplyExact(count, side);
      }
      long last = first;
      for (int axis = 0; axis < shape.size() && count > 0; axis++) {
        last = Math.addExact(last, Math.multiplyExact(shape.get(axis) - 1, strides.get(axis)));
      }
      if (count == 0 ? first > end : last >= end) {
        throw new PickleException(
            "a tensor of shape "
                + shape
                + " with strides "
                + strides
                + " reaches element "
                + last
                + " of a storage of "
                + end);
      }
      if (count > Math.max(end, MOST_REPEATED)) {
        throw new PickleException(
            "a tensor of shape "
                + shape
                + " repeats the "
                + end
                + " elements of its storage too often");
      }
    } catch (ArithmeticException e) {
      throw new PickleException(
          "the size of a tensor of shape " + shape + " with strides " + strides + " overflows");
    }
  }

  private static List<Long> sizes(Object tuple) throws PickleException {
    List<Object> numbers = PickleArguments.list(tuple, "the size of a tensor");
    if (numbers.size() > MOST_DIMENSIONS) {
      throw new PickleException(
          "a tensor has at most " + MOST_DIMENSIONS + " dimensions, not " + numbers.size());
    }
    List<Long> sizes = new ArrayList<>(numbers.size());
    for (Object number : numbers) {
      sizes.add(PickleArguments.size(number, "a size or stride of a tensor"));
    }
    return sizes;
  }
}
