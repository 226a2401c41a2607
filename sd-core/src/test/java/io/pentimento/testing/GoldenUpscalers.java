package io.pentimento.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.TestAbortedException;

/** The tiny upscaling networks of the golden set. */
public final class GoldenUpscalers {
  private static final String FOLDER = "models/esrgan-tiny";
  private static final String IO = FOLDER + "/io.safetensors";
  private static final String IMAGE = ".image";

  private GoldenUpscalers() {}

  /** Checks one network. */
  public interface Check {
    /**
     * Checks a network.
     *
     * @param file its file
     * @param image what it was given, {@code [1, 3, height, width]} in [0, 1]
     * @param out what the reference made of it, not clamped
     */
    void check(Path file, GoldenTensor image, GoldenTensor out) throws IOException;
  }

  /** Makes one test for each network, or a skipped one where the set has none. */
  public static Stream<DynamicTest> each(Check check) {
    return GoldenCases.of(
        IO,
        () -> {
          Map<String, GoldenTensor> io = Goldens.tensors(IO);
          return io.keySet().stream()
              .filter(name -> name.endsWith(IMAGE))
              .map(name -> name.substring(0, name.length() - IMAGE.length()))
              .sorted()
              .map(
                  name ->
                      DynamicTest.dynamicTest(
                          IO + " " + name,
                          () ->
                              check.check(
                                  file(name), io.get(name + IMAGE), io.get(name + ".out"))));
        });
  }

  private static Path file(String name) throws IOException {
    try (Stream<Path> files = Files.list(Goldens.path(FOLDER))) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).startsWith(name))
          .findFirst()
          .orElseThrow(() -> new TestAbortedException(FOLDER + " of this set has no " + name));
    }
  }
}
