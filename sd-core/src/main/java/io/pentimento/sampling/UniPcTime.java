package io.pentimento.sampling;

/**
 * The continuous time in (0, 1] in which UniPC spaces its levels: timestep i of N lies at (i + 1) /
 * N, and ln alpha, half the logarithm of alphaBar, is linear between timesteps and beyond them.
 */
final class UniPcTime {
  private final NoiseLevels levels;

  UniPcTime(NoiseLevels levels) {
    this.levels = levels;
  }

  /** Returns the end of the time, at timestep 0. */
  double end() {
    return 1.0 / levels.size();
  }

  /** Returns the time of a timestep, fractional where it lies between two. */
  double at(double timestep) {
    return (timestep + 1) / levels.size();
  }

  /** Returns the timestep of a time. */
  double timestep(double time) {
    return levels.size() * time - 1;
  }

  /** Returns the noise level of a time. */
  double sigma(double time) {
    double timestep = timestep(time);
    int low = Math.min(Math.max((int) Math.floor(timestep), 0), levels.size() - 2);
    double logAlpha = logAlpha(low) + (timestep - low) * (logAlpha(low + 1) - logAlpha(low));
    return Math.sqrt(Math.expm1(-2 * logAlpha));
  }

  /** Returns the time of a noise level. */
  double ofSigma(double sigma) {
    double logAlpha = -0.5 * Math.log1p(sigma * sigma);
    int low = 0;
    int high = levels.size() - 1;
    while (high - low > 1) {
      int middle = (low + high) / 2;
      if (logAlpha(middle) >= logAlpha) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double share = (logAlpha - logAlpha(low)) / (logAlpha(low + 1) - logAlpha(low));
    return at(low + share);
  }

  private double logAlpha(int timestep) {
    return 0.5 * Math.log(levels.alphaBar(timestep));
  }
}
