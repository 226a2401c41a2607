package io.pentimento.examples;

import io.pentimento.ImageToImage;
import io.pentimento.LatentRequest;
import io.pentimento.inpaint.Inpaint;
import io.pentimento.inpaint.SketchLayer;
import java.awt.image.BufferedImage;
import java.io.IOException;
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

/** Makes pictures from a sketch, or from strokes over a picture. */
@Command(
    name = "sketch",
    description =
        "Makes pictures from a drawing in rough colours; or, with --over, repaints only what"
            + " strokes cover of a picture, from their colours on.",
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sd sketch \"1girl, green hat\" --image girl-with-green-strokes.png --over girl.png"
          + " --strength 0.7",
      "  sd sketch \"a house by a lake\" --image drawing.png --strength 0.8 --model models/sd15"
    })
final class SketchCommand implements Callable<Integer> {
  @Parameters(paramLabel = "PROMPT", description = "What the drawing, or the strokes, should show.")
  private String prompt = "";

  @Option(
      names = "--image",
      paramLabel = "FILE",
      required = true,
      description = "The drawing, or the picture with strokes on it.")
  private Path image = Path.of("");

  @ArgGroup(exclusive = false, heading = "%nStrokes over a picture:%n", order = 7)
  private @Nullable Strokes strokes;

  @Mixin private SourceOptions source = new SourceOptions();
  @Mixin private StrengthOption strength = new StrengthOption();
  @Mixin private SamplingOptions sampling = new SamplingOptions();
  @Mixin private SizeOptions size = new SizeOptions();
  @Mixin private ModelOptions model = new ModelOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    return new Painting(model, output, spec.commandLine()).paint(spec.name(), request());
  }

  /** Returns what the command line asks for. */
  LatentRequest request() throws IOException {
    BufferedImage drawn = PictureFile.read("--image", image);
    return strokes == null ? imageToImage(drawn) : inpaint(drawn, strokes);
  }

  private ImageToImage imageToImage(BufferedImage drawn) throws IOException {
    ImageToImage.Builder builder =
        source.apply(ImageToImage.builder(drawn, prompt)).denoisingStrength(strength.value());
    size.size().ifPresent(asked -> builder.size(asked.width(), asked.height()));
    return sampling.apply(builder, model.defaults()).build();
  }

  private Inpaint inpaint(BufferedImage drawn, Strokes over) throws IOException {
    Inpaint.Builder builder =
        source.apply(over.builder(drawn, prompt)).denoisingStrength(strength.value());
    size.size().ifPresent(asked -> builder.size(asked.width(), asked.height()));
    return sampling.apply(builder, model.defaults()).build();
  }

  /** The picture without the strokes, and what is done with them. */
  private static final class Strokes {
    @Option(
        names = "--over",
        paramLabel = "FILE",
        required = true,
        description =
            "The picture without the strokes: only what they cover is repainted, the rest stays as"
                + " it is, byte for byte.")
    private Path original = Path.of("");

    @Option(
        names = "--transparency",
        paramLabel = "N",
        description = "How far the picture shows through the strokes, in percent; 0 unless set.")
    private double transparency;

    @ArgGroup(exclusive = false)
    private RepaintOptions repaint = new RepaintOptions();

    Inpaint.Builder builder(BufferedImage drawn, String prompt) throws IOException {
      BufferedImage picture = PictureFile.read("--over", original);
      return repaint.apply(
          Inpaint.builder(picture, SketchLayer.of(picture, drawn, transparency), prompt));
    }
  }
}
