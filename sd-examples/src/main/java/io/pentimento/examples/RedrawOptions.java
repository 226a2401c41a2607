package io.pentimento.examples;

import io.pentimento.TiledUpscale;
import io.pentimento.image.ImageSize;
import io.pentimento.image.TileBlending;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How an enlarged picture is drawn anew, tile by tile. */
final class RedrawOptions {
  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      description =
          "What the picture shows. With it the enlarged picture is drawn anew in tiles, which gives"
              + " it new detail; the options below go with it.")
  private @Nullable String prompt;

  @Option(
      names = "--strength",
      paramLabel = "X",
      description = "How much of each tile is drawn anew, 0 to 1; 0.3 unless set.")
  private @Nullable Double strength;

  @Option(
      names = "--tile",
      paramLabel = "N|WxH",
      converter = TileConverter.class,
      description = "The size of a tile; the one the model was trained at unless set.")
  private @Nullable ImageSize tile;

  @Option(
      names = "--overlap",
      paramLabel = "N",
      description = "How many pixels neighbouring tiles share at least; 64 unless set.")
  private @Nullable Integer overlap;

  @Option(
      names = "--blend",
      paramLabel = "NAME",
      description =
          "How tiles are joined: webui, or feathered, which shows no seam; webui unless set.")
  private @Nullable TileBlending blending;

  @Option(
      names = "--background",
      paramLabel = "COLOUR",
      converter = ColourConverter.class,
      description =
          "What the model sees where the picture is transparent, such as #204060; white unless"
              + " set.")
  private @Nullable Color background;

  @Option(
      names = "--colour-correction",
      description = "Give each tile the colours of the part it is drawn over.")
  private boolean colourCorrection;

  /** Tells whether the picture is drawn anew. */
  boolean isAsked() {
    return prompt != null;
  }

  /** Starts a request to draw a picture anew. */
  TiledUpscale.Builder builder(BufferedImage image) {
    TiledUpscale.Builder builder =
        TiledUpscale.builder(image, Objects.requireNonNull(prompt, "prompt"))
            .colourCorrection(colourCorrection);
    Optional.ofNullable(strength).ifPresent(builder::denoisingStrength);
    Optional.ofNullable(tile).ifPresent(size -> builder.tile(size.width(), size.height()));
    Optional.ofNullable(overlap).ifPresent(builder::overlap);
    Optional.ofNullable(blending).ifPresent(builder::blending);
    Optional.ofNullable(background).ifPresent(builder::background);
    return builder;
  }
}
