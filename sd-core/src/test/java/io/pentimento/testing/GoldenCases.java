package io.pentimento.testing;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Dynamic tests of a golden file that a set may lack. */
public final class GoldenCases {
  private GoldenCases() {}

  /** Returns the tests of a file, or one skipped test named after it where the set lacks it. */
  public static Stream<DynamicTest> of(String file, Supplier<Stream<DynamicTest>> tests) {
    return Goldens.has(file) ? tests.get() : Stream.of(dynamicTest(file, () -> Goldens.path(file)));
  }
}
