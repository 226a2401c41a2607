package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Euler's method down to sigmaDown, then noise of sigmaUp. */
record EulerAncestralSampler(double eta) implements TunedSampler {
  EulerAncestralSampler {
    AncestralStep.checkedEta(eta);
  }

  @Override
  public String name() {
    return "Euler a";
  }

  @Override
  public List<SamplerSetting> tuning() {
    return List.of(SamplerSetting.eta(eta, EulerAncestralSampler::new));
  }

  @Override
  public NDArray sample(Denoiser denoiser, NDArray x, Steps steps) {
    for (Step step : steps) {
      double sigma = step.sigma();
      AncestralStep split = AncestralStep.between(sigma, step.nextSigma(), eta);
      NDArray d = x.sub(denoiser.denoise(x, sigma)).div((float) sigma);
      x = x.add(d.mul((float) (split.sigmaDown() - sigma)));
      if (step.nextSigma() > 0) {
        x = x.add(step.noise().mul((float) split.sigmaUp()));
      }
      x = step.keep(x);
    }
    return x;
  }
}
