package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * DPM++ 3M SDE: the multistep method of {@link Dpmpp2mSdeSampler} one order higher, by divided
 * differences of the last three estimates, as k-diffusion has it. The functions phi are those of
 * exponential integrators: Lu et al. 2022, "DPM-Solver", appendix B.
 */
record Dpmpp3mSdeSampler(double eta, double noiseScale) implements TunedSampler {
  Dpmpp3mSdeSampler {
    AncestralStep.checkedEta(eta);
    AncestralStep.checkedNoiseScale(noiseScale);
  }

  @Override
  public String name() {
    return "DPM++ 3M SDE";
  }

  @Override
  public List<SamplerSetting> tuning() {
    return List.of(
        SamplerSetting.eta(eta, value -> new Dpmpp3mSdeSampler(value, noiseScale)),
        SamplerSetting.noiseScale(noiseScale, value -> new Dpmpp3mSdeSampler(eta, value)));
  }

  @Override
  public SigmaSchedule ownSchedule() {
    return SigmaSchedule.exponential();
  }

  @Override
  public boolean discardsPenultimate() {
    return true;
  }

  @Override
  public NDArray sample(Denoiser denoiser, NDArray x, Steps steps) {
    NDArray denoised1 = null;
    NDArray denoised2 = null;
    double h1 = 0;
    double h2 = 0;
    for (Step step : steps) {
      NDArray denoised = denoiser.denoise(x, step.sigma());
      if (step.nextSigma() == 0) {
        x = step.keep(denoised);
        continue;
      }
      SdeStep sde = SdeStep.of(step, eta);
      double length = sde.length();
      double phi2 = Math.expm1(-length) / length + 1;
      x = sde.towards(denoised, x);
      if (denoised1 != null) {
        double r0 = h1 / sde.h();
        NDArray slope = denoised.sub(denoised1).div((float) r0);
        if (denoised2 != null) {
          double r1 = h2 / sde.h();
          double phi3 = phi2 / length - 0.5;
          NDArray lastSlope = denoised1.sub(denoised2).div((float) r1);
          NDArray curvature = slope.sub(lastSlope).div((float) (r0 + r1));
          slope = slope.add(curvature.mul((float) r0));
          x = x.sub(curvature.mul((float) phi3));
        }
        x = x.add(slope.mul((float) phi2));
        denoised2 = step.carry(denoised1);
      }
      x = step.keep(sde.renoised(x, noiseScale));
      denoised1 = step.carry(denoised);
      h2 = h1;
      h1 = sde.h();
    }
    return x;
  }
}
