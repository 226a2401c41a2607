package io.pentimento.examples;

import io.pentimento.examples.files.WholeFile;
import io.pentimento.image.ImageSize;
import io.pentimento.inpaint.Mask;
import io.pentimento.inpaint.MaskSelection;
import io.pentimento.vision.ClickPrompt;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finds what of a picture is to be repainted, and writes it as a mask. */
@Command(
    name = "select",
    description =
        "Finds a part of a picture by clicks, by a box, by words, as its subject or by its colour,"
            + " and writes it as a mask for \"sd inpaint\".",
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sd select photo.png --sam sam_vit_b_01ec64.pth --point 310,220 --out dog.png",
      "  sd select photo.png --sam sam_vit_b_01ec64.pth --box 40,30,200,260 --not-point 60,50 --out"
          + " girl.png",
      "  sd select photo.png --words hair --clipseg clipseg-rd64-refined --sam"
          + " sam_vit_b_01ec64.pth --out hair.png",
      "  sd select photo.png --subject isnet-general-use.pth --soft --out subject.png",
      "  sd select girl.png --colour-at 48,12 --tolerance 40 --out hair.png",
      "",
      "No network comes with this program. Without a file of one, --colour-at selects what has the",
      "colour of a pixel and hangs together with it."
    })
final class SelectCommand implements Callable<Integer> {
  private static final double EDGE = 0.5;

  @Parameters(paramLabel = "PICTURE", description = "The picture to look at.")
  private Path image = Path.of("");

  @Option(
      names = "--point",
      paramLabel = "X,Y",
      converter = PointConverter.class,
      description = "A click on what is meant, with --sam; may be repeated.")
  private List<Point> included = new ArrayList<>();

  @Option(
      names = "--not-point",
      paramLabel = "X,Y",
      converter = PointConverter.class,
      description = "A click on what is not meant, with --sam; may be repeated.")
  private List<Point> excluded = new ArrayList<>();

  @Option(
      names = "--box",
      paramLabel = "X,Y,W,H",
      converter = BoxConverter.class,
      description = "A box around what is meant, with --sam.")
  private @Nullable Rectangle box;

  @Option(
      names = "--words",
      paramLabel = "TEXT",
      description =
          "What is meant, in words, with --clipseg: \"hair\", or several things with commas between"
              + " them. With --sam, its edges are drawn anew.")
  private @Nullable String words;

  @Option(
      names = "--subject",
      paramLabel = "FILE",
      description =
          "Select the picture's subject with IS-Net: isnet-general-use.pth. With --sam, its edges"
              + " are drawn anew.")
  private @Nullable Path subject;

  @Option(
      names = "--colour-at",
      paramLabel = "X,Y",
      converter = PointConverter.class,
      description = "Select what has the colour of a pixel and hangs together with it.")
  private @Nullable Point colour;

  @Mixin private VisionFiles files = new VisionFiles();
  @Mixin private SelectionShape shape = new SelectionShape();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "The mask to write: a .png that is white where selected.")
  private Path out = Path.of("");

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    requireOneWay();
    OutputFiles.of(out, 1).prepare();
    BufferedImage picture = PictureFile.read("PICTURE", image);
    Mask mask;
    try (VisionFiles open = files) {
      mask = shape.apply(found(picture, open));
    }
    WholeFile.write(out, file -> ImageIO.write(mask.toImage(), "png", file.toFile()));
    PrintWriter told = spec.commandLine().getOut();
    told.printf(Locale.ROOT, "%s  %.1f%% selected%n", out, 100 * mask.coverage());
    told.flush();
    return CommandLine.ExitCode.OK;
  }

  private void requireOneWay() {
    boolean clicked = box != null || !included.isEmpty() || !excluded.isEmpty();
    long ways =
        Stream.of(clicked, words != null, subject != null, colour != null)
            .filter(asked -> asked)
            .count();
    if (ways != 1) {
      throw new IllegalArgumentException(
          "Say what to select, in one way: by --point and --box, --words, --subject or"
              + " --colour-at.");
    }
  }

  private Mask found(BufferedImage picture, VisionFiles open) throws IOException {
    if (words != null) {
      return open.words(words, shape.isSoft()).find(picture);
    }
    if (subject != null) {
      return open.subject(subject, shape.isSoft()).find(picture);
    }
    if (colour != null) {
      ImageSize size = ImageSize.of(picture);
      if (colour.x >= size.width() || colour.y >= size.height()) {
        throw new IllegalArgumentException(
            "--colour-at must lie in the picture of %s, but got: %d,%d."
                .formatted(size, colour.x, colour.y));
      }
      return MaskSelection.in(picture).tolerance(shape.tolerance()).connectedTo(colour.x, colour.y);
    }
    ClickPrompt prompt = prompt();
    return Mask.above(open.clicks().embed(picture).best(prompt).selection(), EDGE);
  }

  private ClickPrompt prompt() {
    List<ClickPrompt.Point> points = new ArrayList<>();
    included.forEach(place -> points.add(new ClickPrompt.Point(place.x, place.y, true)));
    excluded.forEach(place -> points.add(new ClickPrompt.Point(place.x, place.y, false)));
    return new ClickPrompt(points, Optional.ofNullable(box), Optional.empty());
  }
}
