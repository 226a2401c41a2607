package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * DDIM with CFG++: Chung et al. 2024, "CFG++: Manifold-Constrained Classifier Free Guidance for
 * Diffusion Models", algorithm 2: the clean latent is guided, the noise that leads to the next
 * level is not. Its scale lambda lies between 0 and 1 and is a share of what guidance is usually
 * given.
 */
record DdimCfgppSampler(double eta) implements TunedSampler {
  /** The usual guidance scale at which lambda is 1, as in the WebUI. */
  private static final double FULL_SCALE = 12.5;

  DdimCfgppSampler {
    AncestralStep.checkedEta(eta);
  }

  @Override
  public String name() {
    return "DDIM CFG++";
  }

  @Override
  public List<SamplerSetting> tuning() {
    return List.of(SamplerSetting.ddimEta(eta, DdimCfgppSampler::new));
  }

  @Override
  public Family family() {
    return Family.TIMESTEP;
  }

  @Override
  public Guidance guidanceFor(Guidance asked) {
    return asked.withScale(asked.scale() / FULL_SCALE);
  }

  @Override
  public boolean needsUnguided() {
    return true;
  }

  @Override
  public NDArray sample(Denoiser denoiser, NDArray x, Steps steps) {
    for (Step step : steps) {
      double sigma = step.sigma();
      NDArray noisy = x.div((float) ProbabilityFlow.alpha(sigma));
      Denoiser.Estimate estimate = denoiser.estimate(noisy, sigma);
      NDArray epsilon = ProbabilityFlow.slope(noisy, estimate.unguided(), sigma);
      x = step.keep(DdimStep.of(step, eta).mix(estimate.denoised(), epsilon));
    }
    return x;
  }
}
