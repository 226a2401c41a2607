package io.pentimento.examples;

import io.pentimento.inpaint.MaskedContent;
import io.pentimento.inpaint.OutpaintMode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the new area of a picture is made. */
final class OutpaintModeOptions {
  /** The modes, as the command line names them. */
  private enum Kind {
    SMOOTH("smooth"),
    MATCHED_NOISE("matched-noise"),
    FILL("fill"),
    EXTEND("extend");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    @Override
    public String toString() {
      return word;
    }
  }

  @Option(
      names = "--mode",
      paramLabel = "NAME",
      description =
          "smooth: parts of the model's size, blended with the picture; matched-noise: the WebUI's"
              + " \"Outpainting mk2\"; fill: its \"Poor man's outpainting\"; extend: one pass over"
              + " everything. smooth unless set.")
  private Kind mode = Kind.SMOOTH;

  @Option(
      names = "--seam",
      paramLabel = "PIXELS",
      description =
          "With smooth and extend: how far into the picture it blends with what is new; 16 and 0"
              + " unless set. With 0 the picture keeps all its bytes.")
  private @Nullable Integer seam;

  @Option(
      names = "--mask-blur",
      paramLabel = "PIXELS",
      description = "With matched-noise and fill: how soft the border is; 8 and 4 unless set.")
  private @Nullable Integer blur;

  @Option(
      names = "--falloff",
      paramLabel = "X",
      description = "With matched-noise: higher gives coarser noise, 0 to 4; 1 unless set.")
  private @Nullable Double falloff;

  @Option(
      names = "--colour-variation",
      paramLabel = "X",
      description = "With matched-noise: how coloured the noise is, 0 to 1; 0.05 unless set.")
  private @Nullable Double colourVariation;

  @Option(
      names = "--fill",
      paramLabel = "NAME",
      converter = FillConverter.class,
      completionCandidates = FillConverter.class,
      description =
          "With fill: what the new area starts from, one of ${COMPLETION-CANDIDATES}; fill unless"
              + " set.")
  private @Nullable MaskedContent content;

  /** Returns the mode that is asked for. */
  OutpaintMode mode() {
    refuse("--seam", seam, mode == Kind.SMOOTH || mode == Kind.EXTEND);
    refuse("--mask-blur", blur, mode == Kind.MATCHED_NOISE || mode == Kind.FILL);
    refuse("--falloff", falloff, mode == Kind.MATCHED_NOISE);
    refuse("--colour-variation", colourVariation, mode == Kind.MATCHED_NOISE);
    refuse("--fill", content, mode == Kind.FILL);
    return switch (mode) {
      case SMOOTH -> seam == null ? OutpaintMode.smooth() : OutpaintMode.smooth(seam);
      case EXTEND -> seam == null ? OutpaintMode.extend() : OutpaintMode.extend(seam);
      case MATCHED_NOISE ->
          OutpaintMode.matchedNoise(
              blur == null ? 8 : blur,
              falloff == null ? 1 : falloff,
              colourVariation == null ? 0.05 : colourVariation);
      case FILL ->
          OutpaintMode.fill(
              blur == null ? 4 : blur, content == null ? MaskedContent.FILL : content);
    };
  }

  private void refuse(String option, @Nullable Object value, boolean has) {
    if (value != null && !has) {
      throw new IllegalArgumentException(
          "%s does not go with --mode %s. Leave one of them out.".formatted(option, mode));
    }
  }
}
