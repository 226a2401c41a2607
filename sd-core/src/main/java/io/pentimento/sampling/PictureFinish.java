package io.pentimento.sampling;

import java.awt.image.BufferedImage;

/** Makes the pictures the caller gets of those that were decoded; can be a lambda. */
@FunctionalInterface
public interface PictureFinish {
  /**
   * Makes one picture.
   *
   * @param decoded the decoded picture, {@link LatentPlan#width()} by {@link LatentPlan#height()},
   *     {@link BufferedImage#TYPE_INT_RGB}
   * @param index its place in the batch, from 0
   */
  BufferedImage apply(BufferedImage decoded, int index);

  /** Leaves pictures as they were decoded. */
  static PictureFinish asDecoded() {
    return (decoded, index) -> decoded;
  }
}
