package io.pentimento.examples;

import io.pentimento.UpscalerModel;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Upscaler;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * An upscaler that is read from its file whenever a picture is enlarged, and forgotten again. A
 * second pass needs it once a picture, when a large model fills the memory already.
 *
 * @param file the network's file
 */
record UpscalerFile(Path file) implements Upscaler {
  /** Returns what may be a file's name; a text that cannot be one is no file's. */
  static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      return Path.of("");
    }
  }

  @Override
  public String name() {
    return UpscalerModel.nameOf(file);
  }

  @Override
  public BufferedImage upscale(BufferedImage picture, ImageSize size) {
    return with(model -> model.upscale(picture, size));
  }

  @Override
  public BufferedImage upscale(BufferedImage picture, double factor) {
    return with(model -> model.upscale(picture, factor));
  }

  private BufferedImage with(Function<UpscalerModel, BufferedImage> work) {
    try (UpscalerModel model = UpscalerModel.load(file)) {
      return work.apply(model);
    } catch (IOException e) {
      throw new UncheckedIOException(FailureReport.explain(e), e);
    }
  }
}
