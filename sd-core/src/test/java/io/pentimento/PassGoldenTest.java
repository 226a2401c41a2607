package io.pentimento;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Passes without a mask; those with one are where masks are. */
class PassGoldenTest {
  @TestFactory
  Stream<DynamicTest> passes() {
    return GoldenPasses.whole();
  }
}
