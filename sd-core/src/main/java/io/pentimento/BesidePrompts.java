package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.image.ImageSize;
import io.pentimento.internal.Scope;
import io.pentimento.model.UNet;
import io.pentimento.prompt.SizeConditioning;

/**
 * What an SDXL network takes beside the prompts of one pass.
 *
 * @param unet the network
 * @param sizes what it is told of the picture
 * @param drawn the size that it draws
 */
record BesidePrompts(UNet unet, SizeConditioning sizes, ImageSize drawn) {
  /** Numbers of the base model: three sizes. */
  static final int SIZES = 6;

  /** Numbers of the refiner: two sizes and a score. */
  static final int SIZES_AND_SCORE = 5;

  /**
   * Makes the vector.
   *
   * @param scope holds it
   * @param pooled the pooled text, {@code [1, width]}
   */
  NDArray vector(Scope scope, NDArray pooled, boolean negative) {
    int pooledWidth = Math.toIntExact(pooled.getShape().get(1));
    int count = unet.config().added().map(added -> added.numbers(pooledWidth)).orElse(0);
    return unet.addedVector(
        scope, pooled, count == SIZES_AND_SCORE ? sizesAndScore(negative) : allSizes());
  }

  private double[] allSizes() {
    ImageSize from = sizes.original().orElse(drawn);
    ImageSize to = sizes.target().orElse(drawn);
    return new double[] {
      from.height(), from.width(), sizes.cropTop(), sizes.cropLeft(), to.height(), to.width()
    };
  }

  private double[] sizesAndScore(boolean negative) {
    ImageSize from = sizes.original().orElse(drawn);
    double score = negative ? sizes.negativeAestheticScore() : sizes.aestheticScore();
    return new double[] {from.height(), from.width(), sizes.cropTop(), sizes.cropLeft(), score};
  }
}
