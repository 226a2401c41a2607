package io.pentimento.sampling;

import java.util.Arrays;
import java.util.List;

/**
 * The noise levels a model was trained on, by timestep.
 *
 * <p>Betas and their cumulative product are computed in double and rounded to float32; everything
 * after that follows float32 arithmetic step by step, because the reference programs do and their
 * levels end in those digits.
 */
public final class NoiseLevels {
  /**
   * The alphaBar that stands for "no signal left" where zero terminal signal-to-noise is asked, in
   * the WebUI.
   */
  private static final double TERMINAL_ALPHA_BAR = 4.8973451890853435e-08;

  private final float[] alphaBar;
  private final float[] sigmas;
  private final float[] logSigmas;

  private NoiseLevels(float[] alphaBar) {
    this.alphaBar = alphaBar;
    this.sigmas = new float[alphaBar.length];
    this.logSigmas = new float[alphaBar.length];
    for (int t = 0; t < alphaBar.length; t++) {
      sigmas[t] = (float) Math.sqrt((1 - alphaBar[t]) / alphaBar[t]);
      logSigmas[t] = (float) Math.log(sigmas[t]);
    }
  }

  /**
   * The levels of a process whose betas grow as the square of an even spacing: all Stable Diffusion
   * models, with {@code (0.00085, 0.012, 1000)}.
   */
  public static NoiseLevels scaledLinear(double betaStart, double betaEnd, int size) {
    double[] betas = evenly(Math.sqrt(checked(betaStart)), Math.sqrt(checked(betaEnd)), size);
    for (int t = 0; t < betas.length; t++) {
      betas[t] *= betas[t];
    }
    return ofBetas(betas);
  }

  /** The levels of a process whose betas grow evenly. */
  public static NoiseLevels linear(double betaStart, double betaEnd, int size) {
    return ofBetas(evenly(checked(betaStart), checked(betaEnd), size));
  }

  /** The levels of a process given by its betas, one for each timestep. */
  public static NoiseLevels ofBetas(List<Double> betas) {
    return ofBetas(betas.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static NoiseLevels ofBetas(double[] betas) {
    if (betas.length < 2) {
      throw new IllegalArgumentException(
          "A noise process must have at least 2 timesteps, but got: " + betas.length + ".");
    }
    float[] alphaBar = new float[betas.length];
    double product = 1;
    for (int t = 0; t < betas.length; t++) {
      product *= 1 - checked(betas[t]);
      alphaBar[t] = (float) product;
    }
    return new NoiseLevels(alphaBar);
  }

  /**
   * Returns these levels stretched so that the last timestep holds practically no signal: Lin et
   * al. 2023, "Common Diffusion Noise Schedules and Sample Steps are Flawed", algorithm 1.
   */
  public NoiseLevels withZeroTerminalSignal() {
    double first = Math.sqrt(alphaBar[0]);
    double last = Math.sqrt(alphaBar[size() - 1]);
    float[] stretched = new float[size()];
    for (int t = 0; t < stretched.length; t++) {
      double signal = (Math.sqrt(alphaBar[t]) - last) * first / (first - last);
      stretched[t] = (float) (signal * signal);
    }
    stretched[size() - 1] = (float) TERMINAL_ALPHA_BAR;
    return new NoiseLevels(stretched);
  }

  /**
   * Returns these levels with another number for "no signal left", if that is what they end with.
   */
  NoiseLevels withTerminalAlphaBar(double terminal) {
    if (alphaBar[size() - 1] != (float) TERMINAL_ALPHA_BAR) {
      return this;
    }
    float[] changed = alphaBar.clone();
    changed[size() - 1] = (float) terminal;
    return new NoiseLevels(changed);
  }

  private static double checked(double beta) {
    if (!(beta > 0 && beta < 1)) {
      throw new IllegalArgumentException("Every beta must be in (0, 1), but got: " + beta + ".");
    }
    return beta;
  }

  private static double[] evenly(double start, double end, int size) {
    if (size < 2) {
      throw new IllegalArgumentException(
          "A noise process must have at least 2 timesteps, but got: " + size + ".");
    }
    double[] values = new double[size];
    double step = (end - start) / (size - 1);
    for (int i = 0; i < size; i++) {
      values[i] = i < size / 2 ? start + step * i : end - step * (size - 1 - i);
    }
    return values;
  }

  /** Returns the number of training timesteps, 1000 for all Stable Diffusion models. */
  public int size() {
    return sigmas.length;
  }

  /**
   * Returns the share of the picture's variance that is left at a whole timestep, a float32 value.
   */
  public double alphaBar(int timestep) {
    return alphaBar[timestep];
  }

  /**
   * Returns sigma of a whole timestep: {@code sqrt((1 - alphaBar) / alphaBar)}, a float32 value.
   */
  public double sigma(int timestep) {
    return sigmas[timestep];
  }

  /** Returns the smallest sigma, that of timestep 0. */
  public double smallest() {
    return sigmas[0];
  }

  /** Returns the largest sigma, that of the last timestep. */
  public double largest() {
    return sigmas[size() - 1];
  }

  /**
   * Returns sigma of a fractional timestep, interpolating ln sigma linearly; timesteps outside the
   * table count as its ends.
   */
  public double sigmaAt(double timestep) {
    float t = (float) Math.min(Math.max(timestep, 0), size() - 1);
    int low = (int) Math.floor(t);
    int high = (int) Math.ceil(t);
    float weight = t - low;
    float logSigma = (1 - weight) * logSigmas[low] + weight * logSigmas[high];
    return (float) Math.exp(logSigma);
  }

  /**
   * Returns the fractional timestep of a sigma, interpolating ln sigma linearly; sigmas outside the
   * table count as its ends.
   */
  public double timestepAt(double sigma) {
    float logSigma = (float) Math.log((float) sigma);
    int low = segment(logSigma);
    float weight = (logSigmas[low] - logSigma) / (logSigmas[low] - logSigmas[low + 1]);
    weight = Math.min(Math.max(weight, 0), 1);
    return (1 - weight) * low + weight * (low + 1);
  }

  /** Returns ln sigma of a whole timestep, a float32 value. */
  double logSigma(int timestep) {
    return logSigmas[timestep];
  }

  /**
   * Returns the timestep below which no table entry is, at most {@code size - 2}: the start of a
   * sigma's segment.
   */
  int segment(double logSigma) {
    int found = Arrays.binarySearch(logSigmas, (float) logSigma);
    int low = found >= 0 ? found : -found - 2;
    return Math.min(Math.max(low, 0), size() - 2);
  }
}
