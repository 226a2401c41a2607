package io.pentimento.sampling;

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

  /** Opens the plan in a run, in the run's native scope. */
  PlannedLatent open(LatentContext context);
}
