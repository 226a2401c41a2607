package io.pentimento;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What a run made.
 *
 * @param images the pictures, in order of their seeds
 * @param seeds the seed of each picture
 * @param request the request, with the settings that were used
 * @param elapsed how long the run took
 */
public record Generation(
    List<BufferedImage> images, List<Long> seeds, GenerationRequest request, Duration elapsed) {
  /** Copies the lists. */
  public Generation {
    images = List.copyOf(images);
    seeds = List.copyOf(seeds);
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(elapsed, "elapsed");
  }

  /** Returns the first picture. */
  public BufferedImage image() {
    return images.get(0);
  }

  /**
   * Returns the text that the WebUI writes into a picture: prompt, negative prompt and settings.
   */
  public String parameters(int index) {
    throw new UnsupportedOperationException();
  }

  /** Writes the first picture as PNG, with its settings in the text chunk {@code parameters}. */
  public void writePng(Path file) throws IOException {
    writePng(0, file);
  }

  /** Writes a picture as PNG, with its settings in the text chunk {@code parameters}. */
  public void writePng(int index, Path file) throws IOException {
    throw new UnsupportedOperationException();
  }
}
