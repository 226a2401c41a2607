package io.pentimento.examples;

import io.pentimento.GenerationEvent;
import io.pentimento.ImageRequest;
import io.pentimento.ImageToImage;
import io.pentimento.Loopback;
import io.pentimento.PictureMade;
import io.pentimento.inpaint.Inpaint;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes pictures from a picture again and again, each from the one before. */
@Command(
    name = "loopback",
    description =
        "Makes a picture from a prompt and a picture, then the next from that one, and so on; with"
            + " a mask, only its part is repainted.",
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sd loopback \"1girl, glasses, night sky\" --image girl.png --loops 6 --strength 0.3"
          + " --final-strength 0.5",
      "  sd loopback \"1girl, (closed eyes:1.2)\" --image girl.png --mask eyes.png --every-loop"
    })
final class LoopbackCommand implements Callable<Integer> {
  @Parameters(paramLabel = "PROMPT", description = "What the new pictures should show.")
  private String prompt = "";

  @Option(
      names = "--image",
      paramLabel = "FILE",
      required = true,
      description = "The picture to start from.")
  private Path image = Path.of("");

  @Option(
      names = "--loops",
      paramLabel = "N",
      description = "How many pictures are made one after the other, 1 to 32; 4 unless set.")
  private int loops = 4;

  @Option(
      names = "--final-strength",
      paramLabel = "X",
      description = "The last loop's strength; --strength is the first one's. 0.5 unless set.")
  private double finalStrength = 0.5;

  @Option(
      names = "--curve",
      paramLabel = "NAME",
      description =
          "How the strength gets from the one to the other: aggressive, linear or lazy; linear"
              + " unless set.")
  private Loopback.Curve curve = Loopback.Curve.LINEAR;

  @Option(
      names = "--every-loop",
      description = "Write each loop's picture, as FILE-loop1.png, FILE-loop2.png, ...")
  private boolean everyLoop;

  @Mixin private SourceOptions source = new SourceOptions();
  @Mixin private ImageToImageOptions resizing = new ImageToImageOptions();
  @Mixin private StrengthOption strength = new StrengthOption();
  @Mixin private SamplingOptions sampling = new SamplingOptions();
  @Mixin private SizeOptions size = new SizeOptions();
  @Mixin private ModelOptions model = new ModelOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @ArgGroup(exclusive = false, order = 7, heading = "%nA part of the picture:%n")
  private @Nullable MaskOptions mask;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    return new Painting(model, output, spec.commandLine())
        .paint(spec.name(), request(), this::writeOnTheWay);
  }

  /** Returns what the command line asks for. */
  Loopback request() throws IOException {
    BufferedImage picture = PictureFile.read("--image", image);
    return Loopback.of(mask == null ? imageToImage(picture) : inpaint(picture, mask))
        .withLoops(loops)
        .withFinalDenoisingStrength(finalStrength)
        .withCurve(curve);
  }

  private ImageRequest imageToImage(BufferedImage picture) throws IOException {
    ImageToImage.Builder builder =
        resizing
            .apply(source.apply(ImageToImage.builder(picture, prompt)), size.size())
            .denoisingStrength(strength.value());
    return sampling.apply(builder, model.defaults()).build();
  }

  private ImageRequest inpaint(BufferedImage picture, MaskOptions marked) throws IOException {
    if (resizing.isAnySet()) {
      throw new IllegalArgumentException(
          "--scale, --upscaler and --latent-upscale go without a mask, but one of them is set.");
    }
    Inpaint.Builder builder =
        source.apply(marked.builder(picture, image, prompt)).denoisingStrength(strength.value());
    size.size().ifPresent(asked -> builder.size(asked.width(), asked.height()));
    return sampling.apply(builder, model.defaults()).build();
  }

  private void writeOnTheWay(GenerationEvent event, OutputFiles files) {
    if (everyLoop && event instanceof PictureMade made) {
      try {
        files.writeLoop(made.index() / loops, made.index() % loops + 1, made.picture());
      } catch (IOException e) {
        throw new UncheckedIOException(FailureReport.explain(e), e);
      }
    }
  }
}
