package io.pentimento.grid;

import io.pentimento.ChainedRequest;
import io.pentimento.GenerationRequest;
import io.pentimento.LatentRequest;
import io.pentimento.Pipeline;
import io.pentimento.image.ImageSize;
import io.pentimento.sampling.LatentPlan;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.NextPass;

/**
 * A cell before it is run.
 *
 * @param x which value of the X axis, from 0
 * @param y which value of the Y axis, from 0
 * @param z which value of the Z axis, from 0
 * @param title the values it has, for messages
 * @param request what to make
 */
record PlannedCell(int x, int y, int z, String title, GenerationRequest request) {
  /**
   * Plans the cell for a model.
   *
   * @throws IllegalArgumentException if a setting does not suit the model; the message names the
   *     cell
   */
  GridJob job(Pipeline pipeline) {
    try {
      pipeline.check(request);
      ImageSize size = size(pipeline.latentSpace());
      return new GridJob(this, size.width(), size.height());
    } catch (IllegalArgumentException e) {
      throw refused(e);
    }
  }

  /** Returns the size that the network works at last, or first where that is not known. */
  private ImageSize size(LatentSpace space) {
    if (request instanceof LatentRequest latent) {
      LatentPlan plan = latent.plan(space);
      LatentPlan last = plan.next().map(NextPass::plan).orElse(plan);
      return new ImageSize(last.width(), last.height());
    }
    return ((ChainedRequest) request).chain(space).size();
  }

  /** Returns a refusal that names the cell. */
  IllegalArgumentException refused(RuntimeException reason) {
    return new IllegalArgumentException(
        title.isEmpty()
            ? reason.getMessage()
            : "The cell of %s: %s".formatted(title, reason.getMessage()),
        reason);
  }
}
