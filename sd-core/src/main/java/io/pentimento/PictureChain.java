package io.pentimento;

import io.pentimento.image.ImageSize;
import io.pentimento.sampling.Seeds;
import java.awt.image.BufferedImage;
import java.util.Optional;

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

  /**
   * Returns how many requests {@link #make} runs, which progress is told by. It is asked once, on
   * the thread of the run and before the first picture, so that it may be found out then.
   */
  int links();

  /**
   * Returns the request as it was carried out, if something of it was found out on the way: what
   * the result gives as its request. Asked after {@link #make}.
   */
  default Optional<ChainedRequest> carriedOut() {
    return Optional.empty();
  }

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
