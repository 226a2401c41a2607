package io.pentimento.inpaint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.pentimento.image.ImageSize;
import io.pentimento.sampling.Denoiser;
import io.pentimento.sampling.PictureFinish;
import io.pentimento.sampling.PlannedLatent;
import io.pentimento.sampling.Sampler;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * Keeps partly masked cells of a latent as far as each step's noise level allows. The final latent
 * is not blended; its pictures are, by how far it moved.
 *
 * @param plan what is repainted
 * @param blend how each step blends
 * @param source the clean latent that is started from, or empty to start from noise alone
 * @param extraChannels the extra channels of an inpainting model
 */
record SoftLatent(
    InpaintPlan plan, SoftBlend blend, Optional<NDArray> source, Optional<NDArray> extraChannels)
    implements PlannedLatent {
  @Override
  public Denoiser wrap(Denoiser denoiser, Sampler.Family family, DoubleUnaryOperator timestep) {
    return switch (family) {
      case SIGMA ->
          Denoiser.of(
              (x, sigma) ->
                  denoiser.estimate(x, sigma).map(denoised -> blend.blend(denoised, sigma)));
      case TIMESTEP ->
          ShownBlend.wrap(denoiser, (y, sigma) -> blend.blend(y, timestep.applyAsDouble(sigma)));
    };
  }

  @Override
  public PictureFinish finish(NDArray latent) {
    Shape shape = latent.getShape();
    ImageSize cells = new ImageSize(Math.toIntExact(shape.get(3)), Math.toIntExact(shape.get(2)));
    return plan.pictures(
        Optional.of(
            new SoftChange(
                new SoftPixelMask(blend.settings(), cells, blend.repaint()),
                blend.init().toFloatArray(),
                latent.toFloatArray(),
                Math.toIntExact(shape.get(0)))));
  }
}
