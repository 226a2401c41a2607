package io.pentimento.examples;

import io.pentimento.image.ImageSize;
import io.pentimento.inpaint.Mask;
import io.pentimento.inpaint.MaskFinder;
import io.pentimento.inpaint.MaskSelection;
import io.pentimento.inpaint.SvgPath;
import java.awt.Color;
import java.awt.Point;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
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

  /** What networks found in pictures, so that each is looked at once. */
  private final Map<Path, Mask> found = new HashMap<>();

  /**
   * Tells whether there is a mask for a picture: a folder of masks may lack it, and a picture what
   * words say.
   *
   * @param networks what finds words and subjects
   */
  boolean hasMaskFor(Path picture, VisionFiles networks) throws IOException {
    if (words != null || subject != null) {
      return !found(PictureFile.read("--image", picture), picture, networks).isEmpty();
    }
    return file == null || fileFor(file, picture).isPresent();
  }

  private Mask found(BufferedImage picture, Path from, VisionFiles networks) throws IOException {
    Mask known = found.get(from);
    if (known != null) {
      return known;
    }
    MaskFinder finder =
        words == null
            ? networks.subject(Objects.requireNonNull(subject), false)
            : networks.words(words, false);
    Mask mask = finder.find(picture);
    found.put(from, mask);
    return mask;
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
    if (words != null || subject != null) {
      return some(found(picture, from, networks), from);
    }
    if (file != null) {
      Path named =
          fileFor(file, from)
              .orElseThrow(
                  () -> new IOException("--mask %s has none for %s.".formatted(file, from)));
      return Mask.fromImage(PictureFile.read("--mask", named));
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

  private static Mask some(Mask mask, Path picture) throws IOException {
    if (mask.isEmpty()) {
      throw new IOException(
          "--image: nothing of what is sought is found in %s. A lower --threshold finds what is less sure."
              .formatted(picture));
    }
    return mask;
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
