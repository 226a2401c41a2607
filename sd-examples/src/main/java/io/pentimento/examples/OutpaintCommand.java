package io.pentimento.examples;

import io.pentimento.inpaint.Outpaint;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Extends a picture beyond its edges. */
@Command(
    name = "outpaint",
    description =
        "Extends a picture beyond its edges; but for a strip along them, it stays as it is, byte"
            + " for byte.",
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sd outpaint \"1girl, beach\" --image girl.png --left 48 --right 48",
      "  sd outpaint \"a lighthouse by the sea\" --image photo.jpg --aspect 16:9 --model"
          + " models/sd15",
      "  sd outpaint \"a field\" --image field.png --up 128 --mode matched-noise --mask-blur 4"
          + " --model models/sd15"
    })
final class OutpaintCommand implements Callable<Integer> {
  @Parameters(paramLabel = "PROMPT", description = "What the whole picture should show.")
  private String prompt = "";

  @Option(
      names = "--image",
      paramLabel = "FILE",
      required = true,
      description = "The picture to extend.")
  private Path image = Path.of("");

  @Mixin private MarginOptions margins = new MarginOptions();
  @Mixin private OutpaintModeOptions mode = new OutpaintModeOptions();

  @Option(
      names = "--strength",
      paramLabel = "X",
      description =
          "How much is replaced of what the new area starts from, 0 to 1; what suits the mode"
              + " unless set.")
  private @Nullable Double strength;

  @Option(
      names = "--background",
      paramLabel = "COLOUR",
      converter = ColourConverter.class,
      description =
          "What the model sees where the picture is transparent, such as #204060; white unless"
              + " set.")
  private Color background = Color.WHITE;

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
  Outpaint request() throws IOException {
    Outpaint.Builder builder =
        margins
            .apply(Outpaint.builder(PictureFile.read("--image", image), prompt))
            .mode(mode.mode())
            .background(background);
    if (strength != null) {
      builder.denoisingStrength(strength);
    }
    sampling.apply(builder, model.defaults());
    size.size().ifPresent(asked -> builder.size(asked.width(), asked.height()));
    return builder.build();
  }
}
