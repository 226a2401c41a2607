package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * DPM++ SDE: DPM-Solver++(2S) of Lu et al. 2022, "DPM-Solver++", algorithm 1 with r 1/2, where both
 * the half and the whole step go down to their sigmaDown and take noise of one Brownian path, as in
 * k-diffusion.
 *
 * <p>The path is rough: in the last digit of a level lies a visible difference. So levels pass
 * through logarithm and exponential in float32, as they do in k-diffusion.
 */
record DpmppSdeSampler(double eta, double noiseScale) implements TunedSampler {
  DpmppSdeSampler {
    AncestralStep.checkedEta(eta);
    AncestralStep.checkedNoiseScale(noiseScale);
  }

  @Override
  public String name() {
    return "DPM++ SDE";
  }

  @Override
  public List<SamplerSetting> tuning() {
    return List.of(
        SamplerSetting.eta(eta, value -> new DpmppSdeSampler(value, noiseScale)),
        SamplerSetting.noiseScale(noiseScale, value -> new DpmppSdeSampler(eta, value)));
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
      NDArray denoised = denoiser.denoise(x, step.sigma());
      if (step.nextSigma() == 0) {
        x = step.keep(denoised);
        continue;
      }
      float t = time(step.sigma());
      float nextT = time(step.nextSigma());
      float middleT = t + (nextT - t) * 0.5f;
      NDArray x2 = down(step, denoised, x, t, middleT);
      NDArray denoised2 = denoiser.denoise(x2, sigma(middleT));
      x = step.keep(down(step, denoised2, x, t, nextT));
    }
    return x;
  }

  /** Goes down to sigmaDown of a stretch, then up by the stretch's noise. */
  private NDArray down(Step step, NDArray denoised, NDArray x, float t, float nextT) {
    AncestralStep split = AncestralStep.between(sigma(t), sigma(nextT), eta);
    NDArray noise = step.noise(sigma(t), sigma(nextT));
    return ProbabilityFlow.towards(denoised, x, sigma(t), split.sigmaDown())
        .add(noise.mul((float) (noiseScale * split.sigmaUp())));
  }

  private static float time(double sigma) {
    return -(float) Math.log(sigma);
  }

  private static double sigma(float time) {
    return (float) Math.exp(-time);
  }
}
