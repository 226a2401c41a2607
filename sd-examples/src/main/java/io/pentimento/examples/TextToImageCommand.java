package io.pentimento.examples;

import io.pentimento.TextToImage;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes pictures from a prompt. */
@Command(
    name = "txt2img",
    description = "Makes pictures from a prompt.",
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    sortOptions = false,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sd txt2img \"1girl, red hair, twintails, beach\"",
      "  sd txt2img \"1boy, (blue hat:1.2), night sky\" --negative \"blurry, lowres\" --seed 7 --batch 4 --out boys.png",
      "  sd txt2img \"a lighthouse at dusk\" --model models/sd15 --width 512 --height 512"
    })
final class TextToImageCommand implements Callable<Integer> {
  @Parameters(paramLabel = "PROMPT", description = "What the picture should show.")
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
  TextToImage request() {
    TextToImage.Builder builder = sampling.apply(TextToImage.builder(prompt), model.defaults());
    size.size().ifPresent(asked -> builder.size(asked.width(), asked.height()));
    return builder.build();
  }
}
