package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.image.ColourCorrection;
import io.pentimento.image.Pixels;
import io.pentimento.sampling.Denoiser;
import io.pentimento.sampling.PictureFinish;
import io.pentimento.sampling.PlannedLatent;
import io.pentimento.sampling.Sampler;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** The latent of a {@link RecolouredPlan}, which differs in how its pictures are finished. */
record RecolouredLatent(PlannedLatent latent, ColourCorrection colours) implements PlannedLatent {
  @Override
  public Optional<NDArray> source() {
    return latent.source();
  }

  @Override
  public Optional<NDArray> extraChannels() {
    return latent.extraChannels();
  }

  @Override
  public Optional<NDArray> editedPicture() {
    return latent.editedPicture();
  }

  @Override
  public Denoiser wrap(Denoiser denoiser, Sampler.Family family, DoubleUnaryOperator timestep) {
    return latent.wrap(denoiser, family, timestep);
  }

  @Override
  public NDArray afterStep(NDArray x, Sampler.Family family, double sigma) {
    return latent.afterStep(x, family, sigma);
  }

  @Override
  public NDArray afterSampling(NDArray sampled) {
    return latent.afterSampling(sampled);
  }

  @Override
  public PictureFinish finish(NDArray sampled) {
    PictureFinish own = latent.finish(sampled);
    return (decoded, index) -> own.apply(colours.apply(Pixels.of(decoded)).toImage(), index);
  }
}
