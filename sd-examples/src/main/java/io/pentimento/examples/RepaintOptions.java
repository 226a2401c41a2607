package io.pentimento.examples;

import io.pentimento.inpaint.Compose;
import io.pentimento.inpaint.Inpaint;
import io.pentimento.inpaint.InpaintArea;
import io.pentimento.inpaint.MaskBlur;
import io.pentimento.inpaint.MaskedContent;
import picocli.CommandLine.Option;

/** How the marked part of a picture is repainted. */
final class RepaintOptions {
  @Option(names = "--invert", description = "Repaint what the mask keeps, and keep the rest.")
  private boolean invert;

  @Option(
      names = "--mask-blur",
      paramLabel = "N[xN]",
      converter = MaskBlurConverter.class,
      description =
          "How many pixels the mask's edge is softened by, or how many across and down, such as"
              + " 4x8; 4 unless set.")
  private MaskBlur blur = MaskBlur.of(4);

  @Option(
      names = "--fill",
      paramLabel = "NAME",
      converter = FillConverter.class,
      completionCandidates = FillConverter.class,
      description =
          "What the masked part starts from: one of ${COMPLETION-CANDIDATES}; original unless set.")
  private MaskedContent fill = MaskedContent.ORIGINAL;

  @Option(
      names = "--only-masked",
      description =
          "Work on the masked part alone, enlarged to the picture's size, instead of the whole"
              + " picture.")
  private boolean onlyMasked;

  @Option(
      names = "--padding",
      paramLabel = "N",
      description =
          "With --only-masked: how many pixels around the mask are looked at; 32 unless set.")
  private int padding = 32;

  @Option(
      names = "--compose",
      paramLabel = "NAME",
      converter = ComposeConverter.class,
      completionCandidates = ComposeConverter.class,
      description =
          "How the new part is joined with the picture: one of ${COMPLETION-CANDIDATES}; overlay"
              + " unless set. raw writes what the model made, with nothing kept.")
  private Compose compose = Compose.overlay();

  /** Gives these settings to a request. */
  Inpaint.Builder apply(Inpaint.Builder builder) {
    return builder
        .invert(invert)
        .maskBlur(blur.x(), blur.y())
        .compose(compose)
        .maskedContent(fill)
        .area(onlyMasked ? InpaintArea.onlyMasked(padding) : InpaintArea.wholePicture());
  }
}
