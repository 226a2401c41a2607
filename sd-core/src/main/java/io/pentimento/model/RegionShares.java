package io.pentimento.model;

import java.util.List;

/** How much each of several texts counts in each place of a picture. */
@FunctionalInterface
public interface RegionShares {
  /**
   * Returns the shares at one resolution.
   *
   * @return first those of the prompt, then those of each region's text, {@code height × width}
   *     numbers in [0, 1] each, whose sum is 1 in each place
   */
  List<float[]> at(int height, int width);
}
