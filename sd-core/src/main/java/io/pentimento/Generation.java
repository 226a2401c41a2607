package io.pentimento;

import io.pentimento.image.ImageSize;
import io.pentimento.infotext.Infotext;
import io.pentimento.infotext.PictureFile;
import io.pentimento.sampling.Seeds;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * What a run made.
 *
 * @param images the pictures, in order of their seeds
 * @param drawn the seeds, with those that were left to chance
 * @param size the size that the network worked at first
 * @param request the request, with the settings that were used
 * @param model the name of the model
 * @param files gives the fields that pictures tell of the model's files, such as its hash, for
 *     which a file may have to be read
 * @param elapsed how long the run took
 */
public record Generation(
    List<BufferedImage> images,
    Seeds drawn,
    ImageSize size,
    GenerationRequest request,
    String model,
    Supplier<Map<String, String>> files,
    Duration elapsed) {
  /** Copies the lists. */
  public Generation {
    images = List.copyOf(images);
    Objects.requireNonNull(drawn, "drawn");
    Objects.requireNonNull(size, "size");
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(files, "files");
    Objects.requireNonNull(elapsed, "elapsed");
  }

  /** Returns the seed of each picture. */
  public List<Long> seeds() {
    return drawn.each();
  }

  /** Returns the first picture. */
  public BufferedImage image() {
    return images.get(0);
  }

  /**
   * Returns how a picture was made, as its file tells it: prompt, negative prompt and settings.
   *
   * @param index the picture's place in {@link #images}
   */
  public Infotext infotext(int index) {
    return RecordedSettings.of(request, drawn, index, size.toString(), model, files.get());
  }

  /**
   * Returns the text that the WebUI writes into a picture: prompt, negative prompt and settings.
   *
   * @param index the picture's place in {@link #images}
   */
  public String parameters(int index) {
    return infotext(index).text();
  }

  /**
   * Writes the first picture with its settings, as {@link #write(int, Path)} does.
   *
   * @throws IllegalArgumentException if the file's name ends otherwise than in {@code .png}, {@code
   *     .jpg} or {@code .jpeg}
   * @throws IOException if writing fails; the file is then as it was before
   */
  public void write(Path file) throws IOException {
    write(0, file);
  }

  /**
   * Writes a picture with its settings, in the format that the file's name ends in: {@code .png}
   * keeps every sample; {@code .jpg} and {@code .jpeg} are smaller, and have the settings in EXIF.
   *
   * @param index the picture's place in {@link #images}
   * @throws IllegalArgumentException if the name has another ending
   * @throws IOException if writing fails, or JPEG has no room for the settings, some 32,000
   *     characters; the file is then as it was before
   */
  public void write(int index, Path file) throws IOException {
    PictureFile.write(images.get(index), parameters(index), file);
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
   * @param index the picture's place in {@link #images}
   * @throws IOException if writing fails; the file is then as it was before
   */
  public void writePng(int index, Path file) throws IOException {
    PictureFile.writePng(images.get(index), parameters(index), file);
  }
}
