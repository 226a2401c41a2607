package io.pentimento.examples;

import io.pentimento.Pipeline;
import io.pentimento.TextToImage;
import io.pentimento.patch.ModelPatch;
import io.pentimento.prompt.TokenCount;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes pictures from a prompt. */
@Command(
    name = "txt2img",
    description = "Makes pictures from a prompt.",
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sd txt2img \"1girl, red hair, twintails, beach\"",
      "  sd txt2img \"1boy, (blue hat:1.2), night sky\" --negative \"blurry, lowres\" --seed 7"
          + " --batch 4 --out boys.png",
      "  sd txt2img \"a lighthouse at dusk\" --model models/sd15 --width 512 --height 512",
      "  sd txt2img \"1girl, beach\" --sampler \"DPM++ SDE Karras\" --hires-scale 1.5 --out"
          + " beach.jpg",
      "  sd txt2img --from-parameters boys-1.png --seed 8"
    })
final class TextToImageCommand implements Callable<Integer> {
  @Mixin private TextToImageOptions picture = new TextToImageOptions();
  @Mixin private ModelOptions model = new ModelOptions();
  @Mixin private OutputOptions output = new OutputOptions();

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Option(
      names = "--tokens",
      description = "Tell how many tokens the prompts take, and make no picture.")
  private boolean tokens;

  @Override
  public Integer call() throws IOException {
    return tokens
        ? count()
        : new Painting(model, output, spec.commandLine()).paint(spec.name(), request());
  }

  private int count() throws IOException {
    TextToImage request = request();
    model.check();
    PrintWriter out = spec.commandLine().getOut();
    try (Pipeline pipeline = model.load(done -> {})) {
      ModelPatch adapters = request.sampling().patch();
      out.println("prompt: " + told(pipeline.countTokens(request.prompt(), adapters)));
      out.println(
          "negative prompt: "
              + told(pipeline.countNegativeTokens(request.negativePrompt(), adapters)));
    }
    out.flush();
    return CommandLine.ExitCode.OK;
  }

  private static String told(TokenCount count) {
    return "%d of %d tokens".formatted(count.count(), count.limit());
  }

  /** Returns what the command line asks for. */
  TextToImage request() throws IOException {
    return picture.request(model.defaults(), true);
  }
}
