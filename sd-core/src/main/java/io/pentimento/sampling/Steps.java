package io.pentimento.sampling;

import java.util.List;

/**
 * The steps of one sampling run. Iterating opens the native scope of each step and closes the one
 * before, reports progress and honours cancellation, so that a sampler holds nothing but its
 * algorithm.
 */
public interface Steps extends Iterable<Step> {
  /** Returns the noise levels, from large to small: one more than there are steps. */
  List<Double> sigmas();

  /**
   * Begins a step between two levels of the sampler's own choice, and ends the step before. A
   * sampler either iterates or begins each step itself.
   */
  Step begin(double sigma, double nextSigma);

  /**
   * Tells how many steps of its own a sampler will begin, for those who watch. Without it the
   * number of levels counts, or the number of steps begun if that is more.
   */
  void expect(int steps);

  /** Returns the number of steps. */
  default int count() {
    return sigmas().size() - 1;
  }
}
