package io.pentimento.examples;

import io.pentimento.inpaint.Inpaint;
import io.pentimento.inpaint.InpaintArea;
import io.pentimento.inpaint.Mask;
import io.pentimento.inpaint.MaskedContent;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which part of a picture is repainted, and how. */
final class MaskOptions {
  @Option(
      names = "--mask",
      paramLabel = "FILE",
      required = true,
      description = "A picture that is white where to repaint and black where to keep; or opaque and transparent.")
  private Path file = Path.of("");

  @Option(names = "--invert", description = "Repaint what the mask keeps, and keep the rest.")
  private boolean invert;

  @Option(
      names = "--mask-blur",
      paramLabel = "N",
      description = "How many pixels the mask's edge is softened by; 4 unless set.")
  private int blur = 4;

  @Option(
      names = "--fill",
      paramLabel = "NAME",
      converter = FillConverter.class,
      completionCandidates = FillConverter.class,
      description = "What the masked part starts from: one of ${COMPLETION-CANDIDATES}; original unless set.")
  private MaskedContent fill = MaskedContent.ORIGINAL;

  @Option(
      names = "--only-masked",
      description = "Work on the masked part alone, enlarged to the picture's size, instead of the whole picture.")
  private boolean onlyMasked;

  @Option(
      names = "--padding",
      paramLabel = "N",
      description = "With --only-masked: how many pixels around the mask are looked at; 32 unless set.")
  private int padding = 32;

  /** Reads the mask. */
  Mask mask() throws IOException {
    return Mask.fromImage(PictureFile.read("--mask", file));
  }

  /** Gives these settings to a request. */
  Inpaint.Builder apply(Inpaint.Builder builder) {
    return builder
        .invert(invert)
        .maskBlur(blur)
        .maskedContent(fill)
        .area(onlyMasked ? InpaintArea.onlyMasked(padding) : InpaintArea.wholePicture());
  }
}
