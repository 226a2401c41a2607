package io.pentimento.examples;

import io.pentimento.UpscalerModel;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.image.Upscaler;
import io.pentimento.infotext.PictureFile;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Enlarges a picture, and draws nothing anew. */
@Command(
    name = "upscale",
    description = "Enlarges a picture, and draws nothing anew.",
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sd upscale --image girl.png --upscaler 4x-UltraSharp.pth --scale 2 --out large.png",
      "  sd upscale --image girl.png --upscaler Lanczos --size 1920x1080 --out wallpaper.jpg",
      "",
      "What the picture tells of its making is kept."
    })
final class UpscaleCommand implements Callable<Integer> {
  private static final List<Upscaler> NAMED = List.of(Upscaler.lanczos(), Upscaler.nearest());

  @Option(
      names = "--image",
      paramLabel = "FILE",
      required = true,
      description = "The picture to enlarge.")
  private Path image = Path.of("");

  @Option(
      names = "--upscaler",
      paramLabel = "NAME|FILE",
      required = true,
      description =
          "What enlarges: Lanczos, Nearest, or the .pth or .safetensors file of an ESRGAN network.")
  private String upscaler = "";

  @Option(
      names = "--scale",
      paramLabel = "X",
      description =
          "How many times as large the picture becomes; its sides are rounded down to multiples of"
              + " 8.")
  private @Nullable Double scale;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      converter = SizeConverter.class,
      description = "The exact size; what stands out on two sides is cut off.")
  private @Nullable ImageSize size;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "The file to write, .png or .jpg.")
  private Path out = Path.of("");

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if ((scale == null) == (size == null)) {
      throw new IllegalArgumentException(
          "Set --scale or --size, and not both: how large the picture becomes.");
    }
    OutputFiles.of(out, 1).prepare();
    BufferedImage picture = io.pentimento.examples.PictureFile.read("--image", image);
    checkScale(picture);
    String parameters = PictureFile.readParameters(image).orElse("");
    long begin = System.nanoTime();
    BufferedImage large = enlarged(picture);
    PictureFile.write(large, parameters, out);
    tell(large, (System.nanoTime() - begin) / 1e9);
    return CommandLine.ExitCode.OK;
  }

  /** Refuses a factor before a network is loaded. */
  private void checkScale(BufferedImage picture) {
    if (scale != null) {
      Upscaler.sizeFor(ImageSize.of(picture), scale);
    }
  }

  private BufferedImage enlarged(BufferedImage picture) throws IOException {
    Optional<Upscaler> named =
        NAMED.stream().filter(one -> one.name().equalsIgnoreCase(upscaler)).findFirst();
    if (named.isPresent()) {
      return enlarged(picture, named.get());
    }
    Path file = UpscalerFile.path(upscaler);
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "--upscaler must be Lanczos, Nearest or a file, but got: " + upscaler + ".");
    }
    try (UpscalerModel model = UpscalerModel.load(file)) {
      return enlarged(picture, model);
    }
  }

  private BufferedImage enlarged(BufferedImage picture, Upscaler by) {
    return scale != null
        ? by.upscale(picture, scale)
        : filled(picture, by, Objects.requireNonNull(size, "size"));
  }

  /** Enlarges until the picture covers a size, and cuts its middle out. */
  private static BufferedImage filled(BufferedImage picture, Upscaler by, ImageSize size) {
    double factor =
        Math.max(
            size.width() / (double) picture.getWidth(),
            size.height() / (double) picture.getHeight());
    ImageSize cover =
        new ImageSize(
            Math.max(size.width(), (int) Math.round(picture.getWidth() * factor)),
            Math.max(size.height(), (int) Math.round(picture.getHeight() * factor)));
    Rectangle middle =
        new Rectangle(
            (cover.width() - size.width()) / 2,
            (cover.height() - size.height()) / 2,
            size.width(),
            size.height());
    return Pixels.of(by.upscale(picture, cover)).crop(middle).toImage();
  }

  private void tell(BufferedImage large, double seconds) {
    PrintWriter told = spec.commandLine().getOut();
    told.printf(
        Locale.ROOT, "%s  %dx%d, %.1f s%n", out, large.getWidth(), large.getHeight(), seconds);
    told.flush();
  }
}
