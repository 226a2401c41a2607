package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;

/**
 * Restart sampling: Xu et al. 2023, "Restart Sampling for Improving Generative Processes",
 * algorithm 1, with Heun's method. Near the end the latent is noised again, up to sigma 2, and goes
 * down once more; the steps for that are taken from the others. Below 20 steps it is Heun's method
 * over the levels asked.
 */
record RestartSampler() implements Sampler {
  /** T_min and T_max of the paper. */
  private static final double BOTTOM = 0.1;

  private static final double TOP = 2;

  /** A step of Heun's method. */
  private record Stretch(double sigma, double nextSigma) {}

  @Override
  public String name() {
    return "Restart";
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
    List<Stretch> stretches = stretches(steps);
    steps.expect(stretches.size());
    double reached = stretches.get(0).sigma();
    for (Stretch stretch : stretches) {
      Step step = steps.begin(stretch.sigma(), stretch.nextSigma());
      if (stretch.sigma() > reached) {
        double added = Math.sqrt(stretch.sigma() * stretch.sigma() - reached * reached);
        x = x.add(step.noise().mul((float) added));
      }
      x = step.keep(HeunSampler.next(denoiser, x, stretch.sigma(), stretch.nextSigma()));
      reached = stretch.nextSigma();
    }
    return x;
  }

  private static List<Stretch> stretches(Steps steps) {
    List<Double> asked = steps.sigmas();
    int count = steps.count();
    if (count < 20) {
      return down(asked.stream().mapToDouble(Double::doubleValue).toArray());
    }
    int again = count >= 36 ? count / 4 : 9;
    int times = count >= 36 ? 2 : 1;
    double[] sigmas = karras(count - again * times, asked.get(count - 1), asked.get(0));
    List<Stretch> stretches = down(sigmas);
    int bottom = nearest(sigmas, BOTTOM);
    int top = nearest(sigmas, TOP);
    if (top < bottom) {
      double[] restart = karras(again + 1, sigmas[bottom], sigmas[top]);
      List<Stretch> restarted = down(restart).subList(0, again);
      for (int i = 0; i < times; i++) {
        stretches.addAll(bottom, restarted);
      }
    }
    return stretches;
  }

  private static List<Stretch> down(double[] sigmas) {
    List<Stretch> stretches = new ArrayList<>();
    for (int i = 0; i + 1 < sigmas.length; i++) {
      stretches.add(new Stretch(sigmas[i], sigmas[i + 1]));
    }
    return stretches;
  }

  private static double[] karras(int count, double smallest, double largest) {
    return KarrasSchedule.between(smallest, largest, KarrasSchedule.USUAL_RHO, count);
  }

  private static int nearest(double[] sigmas, double wanted) {
    int nearest = 0;
    for (int i = 1; i < sigmas.length; i++) {
      if (Math.abs(sigmas[i] - wanted) < Math.abs(sigmas[nearest] - wanted)) {
        nearest = i;
      }
    }
    return nearest;
  }
}
