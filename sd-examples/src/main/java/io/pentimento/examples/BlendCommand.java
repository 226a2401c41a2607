package io.pentimento.examples;

import io.pentimento.TextToImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes pictures of what several pictures have. */
@Command(
    name = "blend",
    description =
        "Makes pictures that are like several others at once, as an IP-Adapter sees them; words may"
            + " say more.",
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sd blend fox.png harbour.png=0.5 --model models/sd15"
          + " --ip-adapter ip-adapter-plus_sd15.safetensors --image-encoder image_encoder",
    })
final class BlendCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "PICTURE[=SHARE]",
      arity = "2..5",
      converter = WeightedPicture.Converter.class,
      description =
          "Two to five pictures, and how much each counts beside the others; 1 unless set.")
  private List<WeightedPicture> pictures = new ArrayList<>();

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      description = "What the picture should show beside that; nothing unless set.")
  private String prompt = "";

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
  TextToImage request() throws IOException {
    TextToImage.Builder builder = TextToImage.builder(prompt).imagePrompt(sampling.blend(pictures));
    size.size().ifPresent(asked -> builder.size(asked.width(), asked.height()));
    return sampling.apply(builder, model.defaults()).build();
  }
}
