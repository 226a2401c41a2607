package io.pentimento.testing;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.TestAbortedException;

/** Dynamic tests of golden cases that a set may lack. */
public final class GoldenCases {
  private GoldenCases() {}

  /**
   * Returns tests. Where the set lacks the file or the list they are read from, or has no case of
   * what is offered, returns one skipped test in their place: a factory that is aborted itself is
   * counted nowhere.
   *
   * @param name the file and the list, the name of that skipped test
   * @param tests makes the tests; may abort, as {@link Goldens} does where something is not there
   */
  public static Stream<DynamicTest> of(String name, Supplier<Stream<DynamicTest>> tests) {
    List<DynamicTest> made;
    try {
      made = tests.get().toList();
    } catch (TestAbortedException e) {
      return Stream.of(
          dynamicTest(
              name,
              () -> {
                throw e;
              }));
    }
    return made.isEmpty() ? skipped(name) : made.stream();
  }

  private static Stream<DynamicTest> skipped(String name) {
    return Stream.of(
        dynamicTest(
            name, () -> Assumptions.abort("this golden set has no case of what is offered")));
  }
}
