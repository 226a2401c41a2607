package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;
import java.util.function.DoubleUnaryOperator;

/**
 * Multistep consistency sampling: Luo et al. 2023, "Latent Consistency Models", algorithm 3: noise
 * is added anew to each estimate of the clean latent.
 *
 * <p>Networks distilled for it know 50 of the training timesteps, and their estimate is mixed with
 * the latent so that it is exact at timestep 0: the paper's c_skip and c_out, equation 9 with
 * sigma_data 0.5 and the timestep scaled by 10.
 */
record LcmSampler() implements Sampler, DiffusersTwin {
  private static final int KNOWN_TIMESTEPS = 50;
  private static final double SIGMA_DATA = 0.5;
  private static final double TIMESTEP_SCALE = 10;

  @Override
  public DiffusersGrid grid() {
    return DiffusersGrid.LCM;
  }

  @Override
  public String name() {
    return "LCM";
  }

  @Override
  public NoiseLevels levelsFor(NoiseLevels levels) {
    return levels.strided(Math.max(levels.size() / KNOWN_TIMESTEPS, 1));
  }

  @Override
  public Denoiser wrap(Denoiser denoiser, DoubleUnaryOperator timestepOfSigma) {
    return Denoiser.of(
        (x, sigma) -> {
          double k = TIMESTEP_SCALE * timestepOfSigma.applyAsDouble(sigma);
          double variance = k * k + SIGMA_DATA * SIGMA_DATA;
          NDArray skipped = x.mul((float) (SIGMA_DATA * SIGMA_DATA / variance));
          double out = k / Math.sqrt(variance);
          return denoiser
              .estimate(x, sigma)
              .map(denoised -> denoised.mul((float) out).add(skipped));
        });
  }

  @Override
  public NDArray sample(Denoiser denoiser, NDArray x, Steps steps) {
    for (Step step : steps) {
      x = denoiser.denoise(x, step.sigma());
      if (step.nextSigma() > 0) {
        x = x.add(step.noise().mul((float) step.nextSigma()));
      }
      x = step.keep(x);
    }
    return x;
  }
}
