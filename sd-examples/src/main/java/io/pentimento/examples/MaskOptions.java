package io.pentimento.examples;

import io.pentimento.inpaint.Inpaint;
import io.pentimento.inpaint.Mask;
import java.awt.image.BufferedImage;
import java.io.IOException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which part of a picture is repainted, and how. */
final class MaskOptions {
  @ArgGroup(exclusive = true, multiplicity = "1")
  private MaskSource source = new MaskSource();

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

  /** Starts a request to repaint what the mask covers. */
  Inpaint.Builder builder(BufferedImage image, String prompt) throws IOException {
    return repaint.apply(Inpaint.builder(image, mask(image), prompt));
  }

  private Mask mask(BufferedImage image) throws IOException {
    Mask mask = source.mask(image, tolerance);
    Mask whole = fillHoles ? mask.fillHoles() : mask;
    return grow < 0 ? whole.shrink(-grow) : whole.grow(grow);
  }
}
