package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * DPM-Solver-12/23: Lu et al. 2022, "DPM-Solver", appendix C, with orders 2 and 3, in the time
 * {@code -ln sigma}. Where the two agree a step is accepted, and noise of sigmaUp added; otherwise
 * it is tried again, shorter. The next length follows from the error alone, the integral part of a
 * PID controller: Söderlind 2003, "Digital Filters in Adaptive Time-Stepping".
 *
 * <p>The error is that of the whole batch, so that pictures of one batch share their levels. The
 * sampler ends at the smallest level, not at 0, and of a schedule uses the ends.
 */
record DpmAdaptiveSampler(double eta) implements TunedSampler {
  private static final double RELATIVE = 0.05;
  private static final double ABSOLUTE = 0.0078;
  private static final double FIRST_LENGTH = 0.05;
  private static final double ACCEPTED = 0.81;
  private static final double ARRIVED = 1e-5;

  DpmAdaptiveSampler {
    AncestralStep.checkedEta(eta);
  }

  @Override
  public String name() {
    return "DPM adaptive";
  }

  @Override
  public List<SamplerSetting> tuning() {
    return List.of(SamplerSetting.eta(eta, DpmAdaptiveSampler::new));
  }

  @Override
  public SigmaSchedule scheduleFor(SigmaSchedule asked) {
    return TableEnds.of(TunedSampler.super.scheduleFor(asked));
  }

  @Override
  public NDArray sample(Denoiser denoiser, NDArray x, Steps steps) {
    TableEnds.Times times = TableEnds.times(steps);
    double t = times.first();
    double length = FIRST_LENGTH;
    NDArray last = x;
    while (t < times.last() - ARRIVED) {
      double next = Math.min(times.last(), t + length);
      Step step = steps.begin(DpmSolver.sigma(t), DpmSolver.sigma(next));
      DpmStretch stretch = DpmStretch.of(t, next, times.last(), eta);
      DpmSolver solver = new DpmSolver(denoiser, x, t, stretch.end());
      NDArray low = solver.second(DpmSolver.THIRD);
      NDArray high = solver.third();
      double factor = factor(error(low, high, last));
      // What is not a number is let through, so that the run is told, and not tried for ever.
      if (!(factor < ACCEPTED)) {
        NDArray noise = step.noise();
        x = step.keep(high.add(noise.mul((float) stretch.sigmaUp())));
        last = step.carry(low);
        t = next;
      } else {
        x = step.keep(x);
        last = step.carry(last);
      }
      length *= factor;
    }
    return x;
  }

  /** Returns how far apart the two orders are, in tolerances. */
  private static double error(NDArray low, NDArray high, NDArray last) {
    NDArray size = low.abs().maximum(last.abs());
    NDArray tolerance = size.mul((float) RELATIVE).maximum((float) ABSOLUTE);
    NDArray difference = low.sub(high).div(tolerance);
    return Math.sqrt(difference.square().mean().getFloat());
  }

  /** Returns by how much the next step is longer. */
  private double factor(double error) {
    double order = eta == 0 ? 3 : 1.5;
    double factor = Math.pow(1 / (error + 1e-8), 1 / order);
    return 1 + Math.atan(factor - 1);
  }
}
