package io.pentimento.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The tolerance of schedules: relative 2e-6, and 1e-7. */
final class Closeness {
  private static final double RELATIVE = 2e-6;
  private static final double ABSOLUTE = 1e-7;

  private Closeness() {}

  static void assertRelativelyClose(String name, double[] actual, double[] expected) {
    assertThat(actual).as(name).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i])
          .as("%s, index %d", name, i)
          .isCloseTo(expected[i], within(RELATIVE * Math.abs(expected[i]) + ABSOLUTE));
    }
  }
}
