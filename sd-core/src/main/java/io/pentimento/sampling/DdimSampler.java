package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** DDIM: Song et al. 2020, equation 12. */
record DdimSampler(double eta) implements TunedSampler {
  DdimSampler {
    AncestralStep.checkedEta(eta);
  }

  @Override
  public String name() {
    return "DDIM";
  }

  @Override
  public List<SamplerSetting> tuning() {
    return List.of(SamplerSetting.ddimEta(eta, DdimSampler::new));
  }

  @Override
  public Family family() {
    return Family.TIMESTEP;
  }

  @Override
  public NDArray sample(Denoiser denoiser, NDArray x, Steps steps) {
    for (Step step : steps) {
      double sigma = step.sigma();
      NDArray noisy = x.div((float) ProbabilityFlow.alpha(sigma));
      NDArray denoised = denoiser.denoise(noisy, sigma);
      NDArray epsilon = ProbabilityFlow.slope(noisy, denoised, sigma);
      x = step.keep(DdimStep.of(step, eta).mix(denoised, epsilon));
    }
    return x;
  }
}
