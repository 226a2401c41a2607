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

  /** Returns the number of steps. */
  default int count() {
    return sigmas().size() - 1;
  }
}
