package io.pentimento.sampling;

import io.pentimento.image.ImageSize;
import java.util.Objects;

/**
 * A pass that goes on from the latent of the one before, such as the second of hires fix.
 *
 * @param plan its plan, which finds the latent in {@link LatentContext#previous()}
 * @param sampling its settings; seeds, batch and prompt reading are those of the first pass
 * @param prompt what the picture should show
 * @param negativePrompt what it should not show
 */
public record NextPass(LatentPlan plan, Sampling sampling, String prompt, String negativePrompt) {
  /** Checks that nothing is null. */
  public NextPass {
    Objects.requireNonNull(plan, "plan");
    Objects.requireNonNull(sampling, "sampling");
    Objects.requireNonNull(prompt, "prompt");
    Objects.requireNonNull(negativePrompt, "negativePrompt");
  }

  /** Returns the size in pixels that the network works at. */
  public ImageSize size() {
    return new ImageSize(plan.width(), plan.height());
  }
}
