package io.pentimento.examples;

import io.pentimento.image.ImageSize;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The size of the pictures. */
final class SizeOptions {
  @Option(names = "--width", paramLabel = "PIXELS", description = "The picture's width, together with --height.")
  private @Nullable Integer width;

  @Option(
      names = "--height",
      paramLabel = "PIXELS",
      description = "The picture's height, together with --width. Unless set, the size is the given picture's or the model's.")
  private @Nullable Integer height;

  /** Returns the size if one is set. */
  Optional<ImageSize> size() {
    if (width == null && height == null) {
      return Optional.empty();
    }
    if (width == null || height == null) {
      throw new IllegalArgumentException("--width and --height go together, but only one is set. Set both or neither.");
    }
    return Optional.of(new ImageSize(width, height));
  }
}
