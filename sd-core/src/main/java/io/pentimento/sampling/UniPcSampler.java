package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;

/**
 * UniPC for data prediction: Zhao et al. 2023, "UniPC", algorithms 3 (UniC) and 4 (UniP). lambda is
 * {@code -ln sigma}, and the latent divided by the paper's alpha, so that alpha drops out. The
 * corrector uses the estimate at the predicted latent, which is also the one the next step keeps.
 */
record UniPcSampler(UniPc method) implements TunedSampler, OwnLevels {
  /**
   * An estimate of the clean latent.
   *
   * @param lambda where it was made
   * @param denoised the paper's x_theta
   */
  private record Known(double lambda, NDArray denoised) {}

  @Override
  public String name() {
    return "UniPC";
  }

  @Override
  public List<SamplerSetting> tuning() {
    return method.tuning();
  }

  @Override
  public Family family() {
    return Family.TIMESTEP;
  }

  @Override
  public Levels levels(int[] timesteps, boolean fromNoise, NoiseLevels levels) {
    UniPcTime time = new UniPcTime(levels);
    int steps = timesteps.length;
    double first = fromNoise ? 1 : time.at(timesteps[steps - 1]);
    double[] sigmas = new double[steps + 1];
    double[] called = new double[steps];
    for (int i = 0; i <= steps; i++) {
      double at = between(time, first, (double) i / steps);
      sigmas[i] = time.sigma(at);
      if (i < steps) {
        called[i] = time.timestep(at);
      }
    }
    return new Levels(sigmas, called);
  }

  /** Returns the time after a share of all steps. */
  private double between(UniPcTime time, double first, double share) {
    return switch (method.spacing()) {
      case TIME_UNIFORM -> first + share * (time.end() - first);
      case TIME_QUADRATIC -> {
        double root = Math.sqrt(first) + share * (Math.sqrt(time.end()) - Math.sqrt(first));
        yield root * root;
      }
      case LOG_SNR -> {
        double lambda = -Math.log(time.sigma(first));
        double last = -Math.log(time.sigma(time.end()));
        yield time.ofSigma(Math.exp(-(lambda + share * (last - lambda))));
      }
    };
  }

  @Override
  public NDArray sample(Denoiser denoiser, NDArray x, Steps steps) {
    List<Known> known = new ArrayList<>();
    for (Step step : steps) {
      double next = step.nextSigma();
      boolean last = step.index() == steps.count() - 1;
      NDArray noisy = x.div((float) ProbabilityFlow.alpha(step.sigma()));
      if (known.isEmpty()) {
        known.add(estimate(denoiser, noisy, step.sigma()));
      }
      NDArray newest = known.get(0).denoised();
      NDArray arrived = newest;
      if (next > 0) {
        List<NDArray> changes = changes(known.subList(0, order(step.index(), steps.count())));
        UniPcWeights weights = weights(known, changes.size(), next);
        NDArray base = ProbabilityFlow.towards(newest, noisy, step.sigma(), next);
        arrived = minus(base, weights.predictor(), changes);
        if (!last) {
          Known there = estimate(denoiser, arrived, next);
          step.show(there.denoised());
          changes.add(there.denoised().sub(newest));
          arrived = minus(base, weights.corrector(), changes);
          known.add(0, there);
        }
      }
      x = step.keep(arrived.mul((float) ProbabilityFlow.alpha(next)));
      if (known.size() > method.order()) {
        known.remove(method.order());
      }
      known.forEach(estimate -> step.carry(estimate.denoised()));
    }
    return x;
  }

  private static Known estimate(Denoiser denoiser, NDArray noisy, double sigma) {
    return new Known(-Math.log(sigma), denoiser.denoise(noisy, sigma));
  }

  private int order(int index, int steps) {
    int order = Math.min(method.order(), index + 1);
    return method.lowerOrderFinal() ? Math.min(order, steps - index) : order;
  }

  /** Returns how the earlier estimates differ from the newest. */
  private static List<NDArray> changes(List<Known> known) {
    List<NDArray> changes = new ArrayList<>();
    NDArray newest = known.get(0).denoised();
    known.subList(1, known.size()).forEach(older -> changes.add(older.denoised().sub(newest)));
    return changes;
  }

  private UniPcWeights weights(List<Known> known, int earlier, double nextSigma) {
    double newest = known.get(0).lambda();
    double h = -Math.log(nextSigma) - newest;
    double[] places = new double[earlier];
    for (int i = 0; i < earlier; i++) {
      places[i] = (known.get(i + 1).lambda() - newest) / h;
    }
    return new UniPcWeights(method.variant(), h, places);
  }

  private static NDArray minus(NDArray base, double[] weights, List<NDArray> changes) {
    NDArray result = base;
    for (int i = 0; i < weights.length; i++) {
      result = result.sub(changes.get(i).mul((float) weights[i]));
    }
    return result;
  }
}
