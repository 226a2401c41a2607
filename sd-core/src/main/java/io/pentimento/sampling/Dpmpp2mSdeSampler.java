package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * SDE-DPM-Solver++(2M): Lu et al. 2022, "DPM-Solver++", section 5, in the time {@code -ln sigma}
 * and with eta, which scales the noise, as in k-diffusion. The noise is that of one Brownian path.
 */
record Dpmpp2mSdeSampler(double eta, double noiseScale, Correction correction)
    implements TunedSampler {
  /** How the change of the estimate since the last step is weighed. */
  enum Correction {
    /** The midpoint method, which the paper gives. */
    MIDPOINT("DPM++ 2M SDE") {
      @Override
      double weight(double h) {
        return -0.5 * Math.expm1(-h);
      }
    },
    /** Heun's, which diffusers has too. */
    HEUN("DPM++ 2M SDE Heun") {
      @Override
      double weight(double h) {
        return 1 + Math.expm1(-h) / h;
      }
    };

    private final String name;

    Correction(String name) {
      this.name = name;
    }

    /** Returns the weight over a step of length h. */
    abstract double weight(double h);
  }

  Dpmpp2mSdeSampler {
    AncestralStep.checkedEta(eta);
    AncestralStep.checkedNoiseScale(noiseScale);
  }

  @Override
  public String name() {
    return correction.name;
  }

  @Override
  public List<SamplerSetting> tuning() {
    return List.of(
        SamplerSetting.eta(eta, value -> new Dpmpp2mSdeSampler(value, noiseScale, correction)),
        SamplerSetting.noiseScale(
            noiseScale, value -> new Dpmpp2mSdeSampler(eta, value, correction)));
  }

  @Override
  public SigmaSchedule ownSchedule() {
    return SigmaSchedule.exponential();
  }

  @Override
  public NDArray sample(Denoiser denoiser, NDArray x, Steps steps) {
    NDArray lastDenoised = null;
    double lastH = 0;
    for (Step step : steps) {
      NDArray denoised = denoiser.denoise(x, step.sigma());
      if (step.nextSigma() == 0) {
        x = step.keep(denoised);
        continue;
      }
      SdeStep sde = SdeStep.of(step, eta);
      x = sde.towards(denoised, x);
      if (lastDenoised != null) {
        double weight = correction.weight(sde.length()) * sde.h() / lastH;
        x = x.add(denoised.sub(lastDenoised).mul((float) weight));
      }
      x = step.keep(sde.renoised(x, noiseScale));
      lastDenoised = step.carry(denoised);
      lastH = sde.h();
    }
    return x;
  }
}
