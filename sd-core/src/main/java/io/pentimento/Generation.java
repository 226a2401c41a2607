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
 * @param model the name of the model
 * @param elapsed how long the run took
 */
public record Generation(
    List<BufferedImage> images,
    List<Long> seeds,
    GenerationRequest request,
    String model,
    Duration elapsed) {
  /** Copies the lists. */
  public Generation {
    images = List.copyOf(images);
    seeds = List.copyOf(seeds);
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(model, "model");
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
    BufferedImage picture = images.get(index);
    String size = picture.getWidth() + "x" + picture.getHeight();
    return Parameters.text(request, seeds.get(index), size, model);
  }

  /**
   * Writes the first picture as PNG, with its settings in the text chunk {@code parameters}.
   *
   * @throws IOException if writing fails; the file is then as it was before
   */
  public void writePng(Path file) throws IOException {
    writePng(0, file);
  }

  /**
   * Writes a picture as PNG, with its settings in the text chunk {@code parameters}.
   *
   * @throws IOException if writing fails; the file is then as it was before
   */
  public void writePng(int index, Path file) throws IOException {
    PngFile.write(images.get(index), parameters(index), file);
  }
}
