package io.pentimento.examples;

import io.pentimento.ImageToImage;
import io.pentimento.image.ResizeMode;
import io.pentimento.inpaint.Inpaint;
import java.awt.Color;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is done with the given picture before and after the model works on it. */
final class SourceOptions {
  @Option(
      names = "--resize-mode",
      paramLabel = "NAME",
      converter = ResizeModeConverter.class,
      completionCandidates = ResizeModeConverter.class,
      description =
          "How the picture is brought to another size: one of ${COMPLETION-CANDIDATES}. Unless set,"
              + " img2img stretches it, and inpaint gives it back in its own size.")
  private @Nullable ResizeMode resizeMode;

  @Option(
      names = "--background",
      paramLabel = "COLOUR",
      converter = ColourConverter.class,
      description =
          "What the model sees where the picture is transparent, such as #204060; white unless"
              + " set.")
  private Color background = Color.WHITE;

  @Option(
      names = "--colour-correction",
      description = "Give the result the colours of the picture it started from.")
  private boolean colourCorrection;

  /** Gives these settings to a request. */
  ImageToImage.Builder apply(ImageToImage.Builder builder) {
    if (resizeMode != null) {
      builder.resizeMode(resizeMode);
    }
    return builder.background(background).colourCorrection(colourCorrection);
  }

  /** Gives these settings to a request. */
  Inpaint.Builder apply(Inpaint.Builder builder) {
    if (resizeMode != null) {
      builder.resizeMode(resizeMode);
    }
    return builder.background(background).colourCorrection(colourCorrection);
  }
}
