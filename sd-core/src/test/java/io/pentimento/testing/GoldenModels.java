package io.pentimento.testing;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** The tiny models of the golden set that load by their configs alone. */
public final class GoldenModels {
  /** Folders below {@code models/}. */
  public static final List<String> FOLDERS = List.of("sd1-tiny", "sd1-inpaint-tiny", "sd2-tiny");

  private GoldenModels() {}

  /** Makes one test for each model, skipped where the set lacks it. */
  public static Stream<DynamicNode> each(ThrowingConsumer<String> test) {
    return FOLDERS.stream()
        .map(
            folder ->
                DynamicTest.dynamicTest(
                    folder,
                    () -> {
                      Goldens.path("models/" + folder + "/io.safetensors");
                      test.accept("models/" + folder);
                    }));
  }

  /** Groups tests under a name. */
  public static DynamicContainer group(String name, Stream<? extends DynamicNode> tests) {
    return DynamicContainer.dynamicContainer(name, tests);
  }
}
