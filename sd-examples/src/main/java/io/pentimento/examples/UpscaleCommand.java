package io.pentimento.examples;

import io.pentimento.TiledUpscale;
import io.pentimento.image.Enlargement;
import io.pentimento.infotext.PictureFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Enlarges a picture, and draws it anew in tiles where a prompt says what it shows. */
@Command(
    name = "upscale",
    description =
        "Enlarges a picture. Nothing is drawn anew, unless --prompt says what the picture shows.",
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sd upscale --image girl.png --upscaler 4x-UltraSharp.pth --scale 2 --out large.png",
      "  sd upscale --image girl.png --upscaler Lanczos --size 1920x1080 --out wallpaper.jpg",
      "  sd upscale --image girl.png --scale 2 --prompt \"1girl, beach\" --strength 0.3 --tile 512"
          + " --overlap 64 --model models/sd15 --out large.png",
      "",
      "What the picture tells of its making is kept, unless it is drawn anew."
    })
final class UpscaleCommand implements Callable<Integer> {
  /** What goes without a prompt. */
  private static final Set<String> PLAIN =
      Set.of(
          "--image",
          "--upscaler",
          "--scale",
          "--size",
          "--no-crop",
          "--max-side",
          "--second",
          "--second-visibility",
          "--out",
          "--verbose");

  @Option(
      names = "--image",
      paramLabel = "FILE",
      required = true,
      description = "The picture to enlarge.")
  private Path image = Path.of("");

  @Mixin private EnlargementOptions enlargement = new EnlargementOptions();
  @Mixin private OutputOptions output = new OutputOptions();
  @Mixin private RedrawOptions redraw = new RedrawOptions();
  @Mixin private SamplingOptions sampling = new SamplingOptions();
  @Mixin private ModelOptions model = new ModelOptions();

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (redraw.isAsked()) {
      return new Painting(model, output, spec.commandLine()).paint(spec.name(), request());
    }
    refuseWithoutPrompt();
    return enlarge();
  }

  private void refuseWithoutPrompt() {
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      if (!PLAIN.contains(option.longestName())) {
        throw new IllegalArgumentException(
            "%s goes with --prompt, which is not set.".formatted(option.longestName()));
      }
    }
  }

  /** Returns the request to draw the picture anew that the command line asks for. */
  TiledUpscale request() throws IOException {
    TiledUpscale.Builder builder =
        enlargement.apply(
            redraw.builder(io.pentimento.examples.PictureFile.read("--image", image)));
    sampling.apply(builder, model.defaults());
    return builder.build();
  }

  private int enlarge() throws IOException {
    Path out =
        output
            .file()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "--out must name the file to write, but it is not set."));
    OutputFiles.of(out, 1).prepare();
    BufferedImage picture = io.pentimento.examples.PictureFile.read("--image", image);
    Enlargement asked = enlargement.enlargement(picture);
    String parameters = PictureFile.readParameters(image).orElse("");
    long begin = System.nanoTime();
    BufferedImage large = asked.apply(picture);
    PictureFile.write(large, parameters, out);
    tell(out, large, (System.nanoTime() - begin) / 1e9);
    return CommandLine.ExitCode.OK;
  }

  private void tell(Path out, BufferedImage large, double seconds) {
    PrintWriter told = spec.commandLine().getOut();
    told.printf(
        Locale.ROOT, "%s  %dx%d, %.1f s%n", out, large.getWidth(), large.getHeight(), seconds);
    told.flush();
  }
}
