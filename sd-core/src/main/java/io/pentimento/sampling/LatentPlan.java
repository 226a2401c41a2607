package io.pentimento.sampling;

import io.pentimento.image.Pixels;
import io.pentimento.image.ResizeMode;
import java.util.Optional;

/**
 * What makes one task differ from another. It is opened in a run, and the {@link PlannedLatent}
 * says where the latent starts, what each estimate is blended with, and what becomes of the
 * pictures. Text to image, image to image and inpainting are three plans; {@code Pipeline} knows
 * none of them.
 */
public interface LatentPlan {
  /** Returns the width in pixels that the network works at, a multiple of the latent factor. */
  int width();

  /** Returns the height in pixels that the network works at, a multiple of the latent factor. */
  int height();

  /** Returns how much of the source is replaced, in [0, 1]; ignored where there is no source. */
  default double denoisingStrength() {
    return 1;
  }

  /** Returns the pass that goes on from this one's latent; empty if the picture is then done. */
  default Optional<NextPass> next() {
    return Optional.empty();
  }

  /**
   * Lays out a picture that accompanies the request's, such as a control picture, as the network
   * sees it: a plan that works at a part of its picture takes the same part of this one.
   *
   * @param picture RGB, of any size
   * @param mode how it is brought to another shape
   * @return {@code width} × {@code height} pixels
   */
  default Pixels laidOut(Pixels picture, ResizeMode mode) {
    return mode.resize(picture, width(), height());
  }

  /** Tells whether the plan starts from a picture. */
  default boolean startsFromPicture() {
    return false;
  }

  /**
   * Returns the picture that the plan starts from, RGB, {@code width} × {@code height} pixels.
   *
   * @throws IllegalStateException if it starts from none
   */
  default Pixels startingPicture() {
    throw new IllegalStateException("This plan starts from no picture.");
  }

  /**
   * Returns what may change, grey, {@code width} × {@code height} pixels, 255 where all is
   * repainted; empty where there is no mask.
   */
  default Optional<Pixels> repainted() {
    return Optional.empty();
  }

  /** Opens the plan in a run, in the run's native scope. */
  PlannedLatent open(LatentContext context);
}
