package io.pentimento.examples;

import io.pentimento.inpaint.Inpaint;
import io.pentimento.inpaint.Mask;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which part of a picture is repainted, and how. */
final class MaskOptions {
  @ArgGroup(exclusive = true)
  private @Nullable MaskSource source;

  @ArgGroup(exclusive = false)
  private VisionFiles networks = new VisionFiles();

  @Option(
      names = "--tolerance",
      paramLabel = "N",
      description =
          "With --mask-colour and --mask-at: how many levels a colour may differ, 0 to 255; 32"
              + " unless set.")
  private int tolerance = 32;

  @Option(names = "--fill-holes", description = "Repaint what the mask surrounds as well.")
  private boolean fillHoles;

  @Option(
      names = "--grow",
      paramLabel = "N",
      description = "Let the mask grow by so many pixels, or shrink where N is below 0.")
  private int grow;

  @ArgGroup(exclusive = false)
  private RepaintOptions repaint = new RepaintOptions();

  /** Tells whether a mask is given. */
  boolean isGiven() {
    return source != null;
  }

  /** Tells whether there is a mask for a picture: a folder of masks may lack it. */
  boolean hasMaskFor(Path picture) throws IOException {
    return source == null || source.hasMaskFor(picture, networks);
  }

  /**
   * Starts a request to repaint what the mask covers.
   *
   * @param from the file of the picture
   */
  Inpaint.Builder builder(BufferedImage image, Path from, String prompt) throws IOException {
    if (source == null) {
      throw new IllegalArgumentException(
          "Say where to repaint: by --mask, --mask-alpha, --mask-colour, --mask-at, --mask-path,"
              + " --mask-words or --mask-subject.");
    }
    try {
      return builder(image, shape(source.mask(image, from, tolerance, networks)), prompt);
    } finally {
      close();
    }
  }

  /** Starts a request to repaint what another mask covers. */
  Inpaint.Builder builder(BufferedImage image, Mask mask, String prompt) {
    return repaint.apply(Inpaint.builder(image, mask, prompt));
  }

  /** Frees the networks that found masks, before the model is loaded. */
  void close() {
    networks.close();
  }

  /** Fills and grows a mask as asked. */
  Mask shape(Mask mask) {
    Mask whole = fillHoles ? mask.fillHoles() : mask;
    return grow < 0 ? whole.shrink(-grow) : whole.grow(grow);
  }
}
