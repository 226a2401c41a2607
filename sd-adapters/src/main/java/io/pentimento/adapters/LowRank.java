package io.pentimento.adapters;

import static io.pentimento.adapters.LoraLeaf.DOWN;
import static io.pentimento.adapters.LoraLeaf.MID;
import static io.pentimento.adapters.LoraLeaf.UP;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * The product of two small matrices (LoRA, Hu et al. 2021, section 4.1), for convolutions also with
 * a kernel between them (Tucker decomposition).
 *
 * @param rank how many columns of the first factor are used
 * @param scale what the product is multiplied by
 */
record LowRank(LoraModule module, Layer layer, long rank, double scale) implements Change {
  static LowRank of(LoraModule module, Layer layer, OptionalInt limit) throws IOException {
    long[] up = module.shape(UP, 2);
    long[] down = module.shape(DOWN, 2);
    if (Shapes.product(up, 2) != 1) {
      throw module.failure(
          UP, "must be a matrix or a 1×1 convolution, but has shape " + Arrays.toString(up) + ".");
    }
    if (module.has(MID)) {
      checkMiddle(module, layer, up, down);
    } else {
      module.checkRank(UP, up[1], DOWN, down[0]);
      checkInputs(module, layer, down);
    }
    Ranks.check(module, DOWN, down[0]);
    Ranks.check(module, UP, up[1]);
    if (!layer.isMatrix() || up[0] != layer.out()) {
      throw module.mismatch(UP, layer);
    }
    // A file with a kernel in the middle is used whole, as the WebUI does.
    long used = module.has(MID) ? up[1] : Math.min(up[1], limit.orElse(Integer.MAX_VALUE));
    return new LowRank(module, layer, used, module.scale(down[0]));
  }

  private static void checkMiddle(LoraModule module, Layer layer, long[] up, long[] down)
      throws IOException {
    long[] mid = module.shape(MID, 4);
    module.checkRank(MID, mid[0], UP, up[1]);
    module.checkRank(MID, mid[1], DOWN, down[0]);
    if (Shapes.product(down, 2) != 1) {
      throw module.failure(
          DOWN, "must be a matrix or a 1×1 convolution, since there is a kernel in the middle.");
    }
    if (down[1] != layer.in()) {
      throw module.mismatch(DOWN, layer);
    }
    if (!Ranks.sameKernel(mid, layer)) {
      throw module.mismatch(MID, layer);
    }
  }

  private static void checkInputs(LoraModule module, Layer layer, long[] down) throws IOException {
    boolean kernels = down.length == 4 && layer.shape().length == 4;
    if (Shapes.product(down, 1) != layer.in() * layer.cells()
        || (kernels && !(down[1] == layer.in() && Ranks.sameKernel(down, layer)))) {
      throw module.mismatch(DOWN, layer);
    }
  }

  /** Returns the first factor, {@code [out, rank]}. */
  NDArray up(Factors factors) throws IOException {
    NDArray all = factors.read(module, UP, module.matrix(UP));
    return all.getShape().get(1) == rank ? all : all.get(new NDIndex(":, 0:" + rank));
  }

  /** Returns the second factor, {@code [rank, in]} or {@code [rank, in, kernel, kernel]}. */
  NDArray down(Factors factors) throws IOException {
    long[] shape = layer.shape().clone();
    long[] matrix = module.matrix(DOWN);
    NDArray down = factors.read(module, DOWN, matrix);
    if (module.has(MID)) {
      long[] mid = module.shape(MID, 4);
      NDArray kernels = factors.read(module, MID, mid[0], mid[1], mid[2] * mid[3]);
      // [a, cells, b] times [b, in] is [a, cells, in].
      down = kernels.transpose(0, 2, 1).matMul(down).transpose(0, 2, 1);
      shape[0] = mid[0];
    } else {
      shape[0] = matrix[0];
    }
    NDArray shaped = down.reshape(shape);
    return shape[0] == rank ? shaped : shaped.get(new NDIndex("0:" + rank));
  }

  @Override
  public NDArray of(NDArray original, Factors factors) throws IOException {
    NDArray down = down(factors);
    return up(factors)
        .matMul(down.reshape(rank, layer.in() * layer.cells()))
        .mul(scale)
        .reshape(layer.shape());
  }
}
