package io.pentimento.examples;

import io.pentimento.image.ImageSize;
import io.pentimento.inpaint.Mask;
import io.pentimento.inpaint.MaskSelection;
import io.pentimento.inpaint.SvgPath;
import java.awt.Color;
import java.awt.Point;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What says where to repaint: one of these. */
final class MaskSource {
  @Option(
      names = "--mask",
      paramLabel = "FILE",
      required = true,
      description =
          "A picture that is white where to repaint and black where to keep; or opaque and"
              + " transparent. Or a folder that has one by the name of the picture.")
  private @Nullable Path file;

  @Option(
      names = "--mask-alpha",
      required = true,
      description = "Repaint where the picture itself is transparent.")
  private boolean alpha;

  @Option(
      names = "--mask-colour",
      paramLabel = "COLOUR",
      required = true,
      converter = ColourConverter.class,
      description = "Repaint what has a colour, such as #204060.")
  private @Nullable Color colour;

  @Option(
      names = "--mask-at",
      paramLabel = "X,Y",
      required = true,
      converter = PointConverter.class,
      description = "Repaint what has the colour of a pixel and hangs together with it.")
  private @Nullable Point point;

  @Option(
      names = "--mask-path",
      paramLabel = "PATH",
      required = true,
      description =
          "Repaint inside a shape, given as the data of an SVG path in pixels, such as \"M 10 10 H"
              + " 60 V 40 H 10 Z\".")
  private @Nullable String path;

  @Option(
      names = "--mask-words",
      paramLabel = "TEXT",
      required = true,
      description =
          "Repaint what words say, such as hair, with --clipseg; with --sam, its edges are drawn"
              + " anew.")
  private @Nullable String words;

  @Option(
      names = "--mask-subject",
      paramLabel = "FILE",
      required = true,
      description =
          "Repaint the picture's subject, which IS-Net finds: isnet-general-use.pth. With --sam,"
              + " its edges are drawn anew.")
  private @Nullable Path subject;

  /** Tells whether there is a mask for a picture: a folder of masks may lack it. */
  boolean hasMaskFor(Path picture) throws IOException {
    return file == null || fileFor(file, picture).isPresent();
  }

  private static Optional<Path> fileFor(Path mask, Path picture) throws IOException {
    return Files.isDirectory(mask) ? PictureFolder.list(mask).named(picture) : Optional.of(mask);
  }

  /**
   * Returns the mask.
   *
   * @param picture the picture it is for
   * @param from the file of that picture
   * @param tolerance how many levels a colour may differ
   * @param networks what finds words and subjects
   */
  Mask mask(BufferedImage picture, Path from, int tolerance, VisionFiles networks)
      throws IOException {
    if (words != null) {
      return some(networks.words(words, false).find(picture), "--mask-words", from);
    }
    if (subject != null) {
      return some(networks.subject(subject, false).find(picture), "--mask-subject", from);
    }
    if (file != null) {
      Path found =
          fileFor(file, from)
              .orElseThrow(
                  () -> new IOException("--mask %s has none for %s.".formatted(file, from)));
      return Mask.fromImage(PictureFile.read("--mask", found));
    }
    if (path != null) {
      return Mask.shape(ImageSize.of(picture), SvgPath.parse(path));
    }
    if (alpha) {
      return Mask.fromAlpha(picture).invert();
    }
    MaskSelection selection = MaskSelection.in(picture).tolerance(tolerance);
    if (colour != null) {
      return selection.color(colour);
    }
    Point place = inside(point == null ? new Point() : point, ImageSize.of(picture));
    return selection.connectedTo(place.x, place.y);
  }

  private static Mask some(Mask found, String option, Path picture) throws IOException {
    if (found.isEmpty()) {
      throw new IOException(
          "%s finds nothing in %s. A lower --threshold finds what is less sure."
              .formatted(option, picture));
    }
    return found;
  }

  private static Point inside(Point place, ImageSize size) {
    if (place.x >= size.width() || place.y >= size.height()) {
      throw new IllegalArgumentException(
          "--mask-at must lie in the picture of %s, but got: %d,%d."
              .formatted(size, place.x, place.y));
    }
    return place;
  }
}
