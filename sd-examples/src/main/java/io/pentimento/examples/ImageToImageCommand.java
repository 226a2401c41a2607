package io.pentimento.examples;

import io.pentimento.ImageToImage;
import io.pentimento.sampling.Guidance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes pictures from a prompt and a picture to start from. */
@Command(
    name = "img2img",
    description = "Makes pictures from a prompt and a picture to start from.",
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sd img2img \"1girl, glasses, night sky\" --image girl.png --strength 0.6",
      "  sd img2img \"the same house in snow\" --image house.jpg --strength 0.5 --model models/sd15"
          + " --out snow.png",
      "  sd img2img \"a stone house\" --image house.jpg --control canny.safetensors --control-type"
          + " canny --control-weight 0.8 --model models/sd15"
    })
final class ImageToImageCommand implements Callable<Integer> {
  @Parameters(paramLabel = "PROMPT", description = "What the new picture should show.")
  private String prompt = "";

  @Option(
      names = "--image",
      paramLabel = "FILE",
      required = true,
      description = "The picture to start from.")
  private Path image = Path.of("");

  @Option(
      names = "--image-guidance",
      paramLabel = "SCALE",
      description =
          "How strongly a model that edits by instruction keeps to the picture; 1.5 unless set.")
  private double imageGuidance = Guidance.USUAL_IMAGE_SCALE;

  @Mixin private SourceOptions source = new SourceOptions();
  @Mixin private ImageToImageOptions resizing = new ImageToImageOptions();
  @Mixin private StrengthOption strength = new StrengthOption();
  @Mixin private SamplingOptions sampling = new SamplingOptions();
  @Mixin private ControlOptions control = new ControlOptions();
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
  ImageToImage request() throws IOException {
    ImageToImage.Builder builder =
        resizing
            .apply(
                source.apply(ImageToImage.builder(PictureFile.read("--image", image), prompt)),
                size.size())
            .denoisingStrength(strength.value());
    return control
        .apply(sampling.apply(builder, model.defaults()))
        .imageGuidanceScale(imageGuidance)
        .build();
  }
}
