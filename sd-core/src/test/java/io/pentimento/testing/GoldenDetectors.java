package io.pentimento.testing;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** The folders of tiny detectors. */
public final class GoldenDetectors {
  private static final List<String> FOLDERS =
      List.of("vision/yolov8-tiny/", "vision/yolov8-seg-tiny/");

  private GoldenDetectors() {}

  /** Returns a test for each folder, skipped where the set lacks it. */
  public static Stream<DynamicTest> each(ThrowingConsumer<String> test) {
    return FOLDERS.stream()
        .map(
            folder ->
                DynamicTest.dynamicTest(
                    folder,
                    () -> {
                      Goldens.path(folder);
                      test.accept(folder);
                    }));
  }
}
