package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;

/**
 * The linear multistep method of Adams and Bashforth, order 4, over unevenly spaced levels: the
 * slopes of the last steps are interpolated by a polynomial in sigma, which is integrated exactly.
 * Hairer, Nørsett and Wanner, "Solving Ordinary Differential Equations I", section III.5; the use
 * for diffusion is Katherine Crowson's.
 */
record LmsSampler() implements Sampler {
  private static final int ORDER = 4;

  @Override
  public String name() {
    return "LMS";
  }

  @Override
  public NDArray sample(Denoiser denoiser, NDArray x, Steps steps) {
    List<NDArray> slopes = new ArrayList<>();
    List<Double> nodes = new ArrayList<>();
    for (Step step : steps) {
      double sigma = step.sigma();
      slopes.add(0, ProbabilityFlow.slope(x, denoiser.denoise(x, sigma), sigma));
      nodes.add(0, sigma);
      for (int j = 0; j < slopes.size(); j++) {
        double weight = weight(nodes, j, sigma, step.nextSigma());
        x = x.add(slopes.get(j).mul((float) weight));
      }
      x = step.keep(x);
      if (slopes.size() == ORDER) {
        slopes.remove(ORDER - 1);
        nodes.remove(ORDER - 1);
      }
      slopes.forEach(step::carry);
    }
    return x;
  }

  /** Integrates over a step the polynomial that is 1 at node j and 0 at the others. */
  private static double weight(List<Double> nodes, int j, double sigma, double nextSigma) {
    // Powers of the distance from sigma, in which the coefficients stay small.
    double[] coefficients = {1};
    for (int k = 0; k < nodes.size(); k++) {
      if (k != j) {
        double root = nodes.get(k) - sigma;
        coefficients = timesLinear(coefficients, root, nodes.get(j) - nodes.get(k));
      }
    }
    double h = nextSigma - sigma;
    double integral = 0;
    for (int power = coefficients.length - 1; power >= 0; power--) {
      integral = (integral + coefficients[power] / (power + 1)) * h;
    }
    return integral;
  }

  /** Returns {@code polynomial × (t - root) / scale}, lowest power first. */
  private static double[] timesLinear(double[] polynomial, double root, double scale) {
    double[] product = new double[polynomial.length + 1];
    for (int power = 0; power < polynomial.length; power++) {
      product[power + 1] += polynomial[power] / scale;
      product[power] -= polynomial[power] * root / scale;
    }
    return product;
  }
}
