package io.pentimento.adapters;

import static io.pentimento.adapters.LoraLeaf.OFT_BLOCKS;
import static io.pentimento.adapters.LoraLeaf.RESCALE;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.util.Arrays;

/**
 * Rotations of output channels, in one block-diagonal matrix (OFT, Qiu et al. 2023, section 3) or a
 * product of them with channels shuffled between (BOFT, Liu et al. 2023, section 4).
 *
 * <p>A block B stands for the Cayley transform R = (I + Q)(I - Q)⁻¹ of Q = B - Bᵀ, which always
 * exists since Q is skew-symmetric. The change is RᵀW - W; in the butterfly each stage multiplies
 * with R itself, as the files' training program does.
 *
 * @param constraint the largest norm of all Q together; 0 for any
 */
record Rotation(LoraModule module, Layer layer, double constraint) implements Change {
  static Rotation of(LoraModule module, Layer layer) throws IOException {
    long[] blocks = module.shape(OFT_BLOCKS, 3);
    int last = blocks.length - 1;
    if (blocks[last] != blocks[last - 1]) {
      throw module.failure(
          OFT_BLOCKS, "blocks must be square, but the shape is " + Arrays.toString(blocks) + ".");
    }
    if (!layer.isMatrix() || blocks[last - 2] * blocks[last] != layer.out()) {
      throw module.mismatch(OFT_BLOCKS, layer);
    }
    if (blocks.length == 4) {
      checkButterfly(module, layer, blocks);
    }
    if (module.has(RESCALE) && Shapes.product(module.shape(RESCALE, 1), 0) != layer.out()) {
      throw module.mismatch(RESCALE, layer);
    }
    double alpha = module.has(LoraLeaf.ALPHA) ? module.number(LoraLeaf.ALPHA) : 0;
    return new Rotation(module, layer, Math.max(0, alpha * layer.out()));
  }

  /** Stage i mixes channels that lie half a block times 2^i apart. */
  private static void checkButterfly(LoraModule module, Layer layer, long[] blocks)
      throws IOException {
    long stages = blocks[0];
    boolean fits =
        stages < Integer.SIZE
            && blocks[3] % 2 == 0
            && layer.out() % (blocks[3] << (stages - 1)) == 0;
    if (!fits) {
      throw module.failure(
          OFT_BLOCKS,
          "%d stages of blocks of %d do not divide %d channels."
              .formatted(stages, blocks[3], layer.out()));
    }
  }

  @Override
  public NDArray of(NDArray original, Factors factors) throws IOException {
    long[] shape = module.shape(OFT_BLOCKS, 3);
    NDArray rotations = cayley(factors.read(module, OFT_BLOCKS, shape), factors);
    NDArray rows = original.reshape(layer.out(), layer.in() * layer.cells());
    NDArray rotated =
        shape.length == 3
            ? rotations
                .transpose(0, 2, 1)
                .matMul(rows.reshape(shape[0], shape[1], layer.in() * layer.cells()))
                .reshape(rows.getShape())
            : butterfly(rotations, rows, shape);
    if (module.has(RESCALE)) {
      rotated = rotated.mul(factors.read(module, RESCALE, layer.out(), 1));
    }
    return rotated.sub(rows).reshape(layer.shape());
  }

  private NDArray cayley(NDArray blocks, Factors factors) {
    NDArray skew = blocks.sub(blocks.swapAxes(-1, -2));
    if (constraint > 0) {
      // What LyCORIS adds to the norm.
      double norm = Math.sqrt(skew.mul(skew).sum().getFloat()) + 1e-8;
      if (norm > constraint) {
        skew = skew.mul(constraint / norm);
      }
    }
    NDArray identity =
        factors.manager().eye((int) blocks.getShape().get(blocks.getShape().dimension() - 1));
    return identity.add(skew).matMul(identity.sub(skew).inverse());
  }

  private NDArray butterfly(NDArray rotations, NDArray rows, long[] shape) {
    long columns = rows.getShape().get(1);
    NDArray mixed = rows;
    for (int stage = 0; stage < shape[0]; stage++) {
      long apart = (shape[3] / 2) << stage;
      long groups = layer.out() / (2 * apart);
      NDArray paired =
          mixed
              .reshape(groups, 2, apart, columns)
              .swapAxes(1, 2)
              .reshape(shape[1], shape[3], columns);
      mixed =
          rotations
              .get(stage)
              .matMul(paired)
              .reshape(groups, apart, 2, columns)
              .swapAxes(1, 2)
              .reshape(layer.out(), columns);
    }
    return mixed;
  }
}
