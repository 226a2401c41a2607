package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** The steps of {@link Dpm2Sampler} down to sigmaDown, then noise of sigmaUp ("DPM2 a"). */
record Dpm2AncestralSampler(double eta, double noiseScale) implements TunedSampler {
  Dpm2AncestralSampler {
    AncestralStep.checkedEta(eta);
    AncestralStep.checkedNoiseScale(noiseScale);
  }

  @Override
  public String name() {
    return "DPM2 a";
  }

  @Override
  public List<SamplerSetting> tuning() {
    return List.of(
        SamplerSetting.eta(eta, value -> new Dpm2AncestralSampler(value, noiseScale)),
        SamplerSetting.noiseScale(noiseScale, value -> new Dpm2AncestralSampler(eta, value)));
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
  public boolean discardsPenultimate() {
    return true;
  }

  @Override
  public NDArray sample(Denoiser denoiser, NDArray x, Steps steps) {
    for (Step step : steps) {
      AncestralStep split = AncestralStep.between(step.sigma(), step.nextSigma(), eta);
      x = Dpm2Sampler.next(denoiser, x, step.sigma(), split.sigmaDown());
      if (split.sigmaDown() > 0) {
        x = x.add(step.noise().mul((float) (noiseScale * split.sigmaUp())));
      }
      x = step.keep(x);
    }
    return x;
  }
}
