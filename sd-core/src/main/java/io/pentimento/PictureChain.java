package io.pentimento;

import io.pentimento.image.ImageSize;
import io.pentimento.sampling.Seeds;
import java.awt.image.BufferedImage;

/** A {@link ChainedRequest} planned for a model. */
public interface PictureChain {
  /** Runs the requests of a chain. */
  @FunctionalInterface
  interface Link {
    /**
     * Makes the picture of a request.
     *
     * @param request a request for one picture
     * @throws IllegalArgumentException if a setting does not suit the model, or the request is for
     *     a batch
     */
    BufferedImage make(LatentRequest request);
  }

  /** Returns how many requests {@link #make} runs, which progress is told by. */
  int links();

  /**
   * Returns by how much the first seed of each picture of a batch is above the one before: 1, or
   * more where a picture uses seeds that the next one is to leave alone.
   */
  default int seedStride() {
    return 1;
  }

  /** Returns the size in pixels that the network works at first, which pictures record. */
  ImageSize size();

  /**
   * Makes one picture.
   *
   * @param seeds the picture's: {@link Seeds#first()} is its seed, not -1
   * @param link runs requests; what it throws must pass through
   */
  BufferedImage make(Seeds seeds, Link link);
}
