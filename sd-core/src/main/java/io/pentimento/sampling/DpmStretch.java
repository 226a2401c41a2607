package io.pentimento.sampling;

/**
 * A stretch of the time {@code -ln sigma} that an ancestral {@link DpmSolver} goes: further than
 * asked, then back up by new noise.
 *
 * @param end where the solver stops, at most at the end of all times
 * @param sigmaUp the standard deviation of the noise added there
 */
record DpmStretch(double end, double sigmaUp) {
  /**
   * Plans a stretch.
   *
   * @param t where it begins
   * @param asked where it is to arrive with its noise
   * @param last the end of all times
   */
  static DpmStretch of(double t, double asked, double last, double eta) {
    if (eta == 0) {
      return new DpmStretch(asked, 0);
    }
    double sigma = DpmSolver.sigma(asked);
    double down = AncestralStep.between(DpmSolver.sigma(t), sigma, eta).sigmaDown();
    double end = Math.min(last, -Math.log(down));
    double reached = DpmSolver.sigma(end);
    return new DpmStretch(end, Math.sqrt(Math.max(0, sigma * sigma - reached * reached)));
  }
}
