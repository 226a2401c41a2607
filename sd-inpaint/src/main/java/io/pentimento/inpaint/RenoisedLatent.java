package io.pentimento.inpaint;

import ai.djl.ndarray.NDArray;
import io.pentimento.sampling.PictureFinish;
import io.pentimento.sampling.PlannedLatent;
import io.pentimento.sampling.Sampler;
import java.util.Optional;

/**
 * Keeps the unmasked part of a latent as diffusers does: after each step it is put back with as
 * much noise as the level has at which the next step begins, and at the end without.
 *
 * @param source the clean latent that is started from, or empty to start from noise alone
 * @param repaint {@code [1, 1, h, w]}, 1 where the latent is repainted
 * @param kept the clean latent where it is not repainted and 0 where it is, {@code [1 or batch,
 *     channels, h, w]}
 * @param keptNoise the same of the noise the sampler starts from, {@code [batch, channels, h, w]}
 * @param pictures what becomes of the decoded pictures
 */
record RenoisedLatent(
    Optional<NDArray> source,
    NDArray repaint,
    NDArray kept,
    NDArray keptNoise,
    PictureFinish pictures)
    implements PlannedLatent {
  @Override
  public NDArray afterStep(NDArray x, Sampler.Family family, double sigma) {
    double scale = family == Sampler.Family.SIGMA ? 1 : 1 / Math.sqrt(1 + sigma * sigma);
    // What begins with the latent of the step belongs to the step's scope.
    NDArray renoised = x.zerosLike().add(keptNoise).mul(sigma).add(kept).mul(scale);
    return renoised.add(x.mul(repaint));
  }

  @Override
  public NDArray afterSampling(NDArray latent) {
    return latent.mul(repaint).add(kept);
  }

  @Override
  public PictureFinish finish(NDArray latent) {
    return pictures;
  }
}
