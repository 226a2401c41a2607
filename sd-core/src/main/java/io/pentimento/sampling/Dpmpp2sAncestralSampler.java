package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * DPM-Solver++(2S): Lu et al. 2022, "DPM-Solver++", algorithm 1 with r 1/2, in the time {@code -ln
 * sigma}, down to sigmaDown; then noise of sigmaUp.
 */
record Dpmpp2sAncestralSampler(double eta, double noiseScale) implements TunedSampler {
  Dpmpp2sAncestralSampler {
    AncestralStep.checkedEta(eta);
    AncestralStep.checkedNoiseScale(noiseScale);
  }

  @Override
  public String name() {
    return "DPM++ 2S a";
  }

  @Override
  public List<SamplerSetting> tuning() {
    return List.of(
        SamplerSetting.eta(eta, value -> new Dpmpp2sAncestralSampler(value, noiseScale)),
        SamplerSetting.noiseScale(noiseScale, value -> new Dpmpp2sAncestralSampler(eta, value)));
  }

  @Override
  public SigmaSchedule ownSchedule() {
    return SigmaSchedule.karras();
  }

  @Override
  public int callsPerStep() {
    return 2;
  }

  @Override
  public NDArray sample(Denoiser denoiser, NDArray x, Steps steps) {
    for (Step step : steps) {
      double sigma = step.sigma();
      AncestralStep split = AncestralStep.between(sigma, step.nextSigma(), eta);
      NDArray denoised = denoiser.denoise(x, sigma);
      if (split.sigmaDown() > 0) {
        double middle = Math.sqrt(sigma * split.sigmaDown());
        NDArray x2 = ProbabilityFlow.towards(denoised, x, sigma, middle);
        denoised = denoiser.denoise(x2, middle);
      }
      x = ProbabilityFlow.towards(denoised, x, sigma, split.sigmaDown());
      if (step.nextSigma() > 0) {
        x = x.add(step.noise().mul((float) (noiseScale * split.sigmaUp())));
      }
      x = step.keep(x);
    }
    return x;
  }
}
