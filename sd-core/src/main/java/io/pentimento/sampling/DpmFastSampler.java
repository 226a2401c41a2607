package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;

/**
 * DPM-Solver-fast: Lu et al. 2022, "DPM-Solver", section 3.4 and appendix D.5: as many steps of
 * order 3 as the calls allow, evenly spaced in {@code -ln sigma}, and the rest of lower order.
 * Noise of sigmaUp is added after each. It ends at the smallest level, not at 0, and of a schedule
 * uses the ends.
 */
record DpmFastSampler(double eta, double noiseScale) implements TunedSampler {
  DpmFastSampler {
    AncestralStep.checkedEta(eta);
    AncestralStep.checkedNoiseScale(noiseScale);
  }

  @Override
  public String name() {
    return "DPM fast";
  }

  @Override
  public List<SamplerSetting> tuning() {
    return List.of(
        SamplerSetting.eta(eta, value -> new DpmFastSampler(value, noiseScale)),
        SamplerSetting.noiseScale(noiseScale, value -> new DpmFastSampler(eta, value)));
  }

  @Override
  public SigmaSchedule scheduleFor(SigmaSchedule asked) {
    return TableEnds.of(TunedSampler.super.scheduleFor(asked));
  }

  @Override
  public NDArray sample(Denoiser denoiser, NDArray x, Steps steps) {
    TableEnds.Times times = TableEnds.times(steps);
    int[] orders = orders(steps.count());
    steps.expect(orders.length);
    double length = (times.last() - times.first()) / orders.length;
    for (int i = 0; i < orders.length; i++) {
      double t = times.first() + i * length;
      double next = i == orders.length - 1 ? times.last() : t + length;
      Step step = steps.begin(DpmSolver.sigma(t), DpmSolver.sigma(next));
      DpmStretch stretch = DpmStretch.of(t, next, times.last(), eta);
      x = new DpmSolver(denoiser, x, t, stretch.end()).solve(orders[i]);
      NDArray noise = step.noise();
      x = step.keep(x.add(noise.mul((float) (noiseScale * stretch.sigmaUp()))));
    }
    return x;
  }

  /** Returns the orders of the steps; together they call the network {@code calls} times. */
  static int[] orders(int calls) {
    int[] orders = new int[calls / 3 + 1];
    Arrays.fill(orders, 3);
    int end = orders.length - 1;
    if (calls % 3 == 0) {
      orders[end - 1] = 2;
      orders[end] = 1;
    } else {
      orders[end] = calls % 3;
    }
    return orders;
  }
}
