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
  private final Numbering numbering;
  private final float[] sigmas;
  private final float[] logSigmas;

  /**
   * Which training timesteps the entries of the table are.
   *
   * @param first the timestep of entry 0
   * @param stride how many timesteps the next entry is further
   * @param whole whether the timestep of a sigma is that of the nearest entry, not one between
   */
  private record Numbering(int first, int stride, boolean whole) {
    static final Numbering EVERY_TIMESTEP = new Numbering(0, 1, false);

    int timestep(int entry) {
      return first + entry * stride;
    }

    float entry(double timestep) {
      return ((float) timestep - first) / stride;
    }
  }

  private NoiseLevels(float[] alphaBar) {
    this(alphaBar, Numbering.EVERY_TIMESTEP);
  }

  private NoiseLevels(float[] alphaBar, Numbering numbering) {
    this.alphaBar = alphaBar;
    this.numbering = numbering;
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
    if (hasZeroTerminalSignal()) {
      return this;
    }
    double first = Math.sqrt(alphaBar[0]);
    double last = Math.sqrt(alphaBar[size() - 1]);
    float[] stretched = new float[size()];
    for (int t = 0; t < stretched.length; t++) {
      double signal = (Math.sqrt(alphaBar[t]) - last) * first / (first - last);
      stretched[t] = (float) (signal * signal);
    }
    stretched[size() - 1] = (float) TERMINAL_ALPHA_BAR;
    return new NoiseLevels(stretched, numbering);
  }

  /** Tells whether the last timestep holds practically no signal. */
  public boolean hasZeroTerminalSignal() {
    return alphaBar[size() - 1] == (float) TERMINAL_ALPHA_BAR;
  }

  /**
   * Returns these levels with another number for "no signal left", if that is what they end with.
   */
  NoiseLevels withTerminalAlphaBar(double terminal) {
    if (!hasZeroTerminalSignal()) {
      return this;
    }
    float[] changed = alphaBar.clone();
    changed[size() - 1] = (float) terminal;
    return new NoiseLevels(changed, numbering);
  }

  /**
   * Returns these levels with alphaBar rounded to float16, as the WebUI had them before 1.7
   * ("Downcast alphas_cumprod").
   */
  public NoiseLevels roundedToHalf() {
    float[] rounded = new float[size()];
    for (int t = 0; t < rounded.length; t++) {
      double unit = Math.scalb(1.0, Math.max(Math.getExponent(alphaBar[t]), -14) - 10);
      rounded[t] = (float) (Math.rint(alphaBar[t] / unit) * unit);
    }
    return new NoiseLevels(rounded, numbering);
  }

  /**
   * Returns these levels with the network called at whole timesteps only: each sigma counts as the
   * table's entry nearest in ln sigma.
   */
  public NoiseLevels quantised() {
    return new NoiseLevels(alphaBar, new Numbering(numbering.first(), numbering.stride(), true));
  }

  /**
   * Returns every so-manieth of these levels, counted from the last, as models distilled by latent
   * consistency know them; the network is called at their timesteps only.
   *
   * @param stride how many timesteps lie from one level to the next, at most half the {@link
   *     #size()}; 20 leaves the 50 levels 19, 39, ... 999 of 1000
   */
  public NoiseLevels strided(int stride) {
    if (stride < 1 || stride > size() / 2) {
      throw new IllegalArgumentException(
          "stride must be in [1, %d] for %d noise levels, but got: %d."
              .formatted(size() / 2, size(), stride));
    }
    float[] kept = new float[size() / stride];
    for (int i = 0; i < kept.length; i++) {
      kept[kept.length - 1 - i] = alphaBar[size() - 1 - i * stride];
    }
    int first = numbering.timestep(size() - 1 - (kept.length - 1) * stride);
    return new NoiseLevels(kept, new Numbering(first, numbering.stride() * stride, true));
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

  /**
   * Returns the number of table entries: one for each training timestep, 1000 for all Stable
   * Diffusion models, unless the levels are {@link #strided}.
   */
  public int size() {
    return sigmas.length;
  }

  /**
   * Returns the share of the picture's variance that is left at a table entry, a float32 value.
   *
   * @param entry the entry, which is the timestep unless the levels are {@link #strided}
   */
  public double alphaBar(int entry) {
    return alphaBar[entry];
  }

  /**
   * Returns sigma of a table entry: {@code sqrt((1 - alphaBar) / alphaBar)}, a float32 value.
   *
   * @param entry the entry, which is the timestep unless the levels are {@link #strided}
   */
  public double sigma(int entry) {
    return sigmas[entry];
  }

  /** Returns the smallest sigma, that of the first entry. */
  public double smallest() {
    return sigmas[0];
  }

  /** Returns the largest sigma, that of the last entry. */
  public double largest() {
    return sigmas[size() - 1];
  }

  /**
   * Returns sigma of a fractional timestep, interpolating ln sigma linearly; timesteps outside the
   * table count as its ends.
   */
  public double sigmaAt(double timestep) {
    float entry = Math.min(Math.max(numbering.entry(timestep), 0), size() - 1);
    int low = (int) Math.floor(entry);
    int high = (int) Math.ceil(entry);
    float weight = entry - low;
    float logSigma = (1 - weight) * logSigmas[low] + weight * logSigmas[high];
    return (float) Math.exp(logSigma);
  }

  /**
   * Returns the timestep of a sigma; sigmas outside the table count as its ends. It is fractional,
   * ln sigma being interpolated linearly, unless the levels are {@link #quantised} or {@link
   * #strided}: then it is that of the nearest entry.
   */
  public double timestepAt(double sigma) {
    float logSigma = (float) Math.log((float) sigma);
    int low = segment(logSigma);
    if (numbering.whole()) {
      boolean above = Math.abs(logSigma - logSigmas[low + 1]) < Math.abs(logSigma - logSigmas[low]);
      return numbering.timestep(above ? low + 1 : low);
    }
    float weight = (logSigmas[low] - logSigma) / (logSigmas[low] - logSigmas[low + 1]);
    weight = Math.min(Math.max(weight, 0), 1);
    return (1 - weight) * low + weight * (low + 1);
  }

  /** Returns the entry whose sigma is nearest to another, the first of two equally near. */
  public int nearestEntry(double sigma) {
    int nearest = 0;
    for (int t = 1; t < sigmas.length; t++) {
      if (Math.abs(sigmas[t] - (float) sigma) < Math.abs(sigmas[nearest] - (float) sigma)) {
        nearest = t;
      }
    }
    return nearest;
  }

  /** Tells whether other levels are these. */
  public boolean hasSameLevelsAs(NoiseLevels other) {
    return Arrays.equals(alphaBar, other.alphaBar) && numbering.equals(other.numbering);
  }

  /** Returns ln sigma of a table entry, a float32 value. */
  double logSigma(int entry) {
    return logSigmas[entry];
  }

  /**
   * Returns the last entry that is not above a sigma, at most {@code size - 2}: the start of its
   * segment.
   */
  int segment(double logSigma) {
    int found = Arrays.binarySearch(logSigmas, (float) logSigma);
    int low = found >= 0 ? found : -found - 2;
    return Math.min(Math.max(low, 0), size() - 2);
  }
}
