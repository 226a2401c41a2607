package io.pentimento.examples;

import io.pentimento.inpaint.Compose;
import io.pentimento.inpaint.Inpaint;
import io.pentimento.inpaint.InpaintArea;
import io.pentimento.inpaint.Mask;
import io.pentimento.inpaint.MaskBlur;
import io.pentimento.inpaint.MaskedContent;
import io.pentimento.inpaint.SketchLayer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which part of a picture is repainted, and how. */
final class MaskOptions {
  @ArgGroup(exclusive = true, multiplicity = "1")
  private MaskSource source = new MaskSource();

  @Option(
      names = "--sketch-transparency",
      paramLabel = "N",
      description = "With --sketch: how far the picture shows through, in percent; 0 unless set.")
  private double transparency;

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

  /** Starts a request to repaint what the mask or the sketch covers. */
  Inpaint.Builder builder(BufferedImage image, String prompt) throws IOException {
    return apply(source.builder(image, transparency, prompt));
  }

  private Inpaint.Builder apply(Inpaint.Builder builder) {
    return builder
        .invert(invert)
        .maskBlur(blur.x(), blur.y())
        .compose(compose)
        .maskedContent(fill)
        .area(onlyMasked ? InpaintArea.onlyMasked(padding) : InpaintArea.wholePicture());
  }

  /** What says where to repaint: one of two. */
  private static final class MaskSource {
    @Option(
        names = "--mask",
        paramLabel = "FILE",
        required = true,
        description =
            "A picture that is white where to repaint and black where to keep; or opaque and"
                + " transparent.")
    private @Nullable Path mask;

    @Option(
        names = "--sketch",
        paramLabel = "FILE",
        required = true,
        description =
            "The picture with colours painted on it: what they cover is repainted, from them on.")
    private @Nullable Path sketch;

    Inpaint.Builder builder(BufferedImage image, double transparency, String prompt)
        throws IOException {
      if (sketch != null) {
        BufferedImage painted = PictureFile.read("--sketch", sketch);
        return Inpaint.builder(image, SketchLayer.of(image, painted, transparency), prompt);
      }
      Path file = Objects.requireNonNull(mask, "picocli sets one of both");
      return Inpaint.builder(image, Mask.fromImage(PictureFile.read("--mask", file)), prompt);
    }
  }
}
