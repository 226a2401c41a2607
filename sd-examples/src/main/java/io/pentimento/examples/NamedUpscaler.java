package io.pentimento.examples;

import io.pentimento.image.Upscaler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds what enlarges a picture by its name or file. */
final class NamedUpscaler {
  private static final List<Upscaler> NAMED = List.of(Upscaler.lanczos(), Upscaler.nearest());

  private NamedUpscaler() {}

  /**
   * Finds an upscaler; one with a network is loaded when a picture is enlarged.
   *
   * @param option the option that names it, for messages
   */
  static Upscaler of(String option, String name) {
    return NAMED.stream()
        .filter(one -> one.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseGet(() -> file(option, name));
  }

  private static Upscaler file(String option, String name) {
    Path file = UpscalerFile.path(name);
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "%s must be Lanczos, Nearest or a file, but got: %s.".formatted(option, name));
    }
    return new UpscalerFile(file);
  }
}
