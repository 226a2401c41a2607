package io.pentimento.examples;

import io.pentimento.inpaint.Inpaint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Repaints the part of a picture that a mask marks. */
@Command(
    name = "inpaint",
    description =
        "Repaints the part of a picture that a mask marks; the rest stays as it is, byte for byte.",
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sd inpaint \"1girl, (closed eyes:1.2)\" --image girl.png --mask eyes.png",
      "  sd inpaint \"1girl, beach\" --image girl.png --mask girl-shape.png --invert --fill"
          + " latent-noise --strength 1",
      "  sd inpaint \"a red door\" --image house.png --mask door.png --only-masked --padding 48"
          + " --model models/sd15",
      "  sd inpaint \"1girl, blonde hair\" --image girl.png --mask-at 48,12 --tolerance 40 --grow 2"
    })
final class InpaintCommand implements Callable<Integer> {
  @Parameters(paramLabel = "PROMPT", description = "What the repainted part should show.")
  private String prompt = "";

  @Option(
      names = "--image",
      paramLabel = "FILE",
      required = true,
      description = "The picture to repaint.")
  private Path image = Path.of("");

  @Mixin private MaskOptions mask = new MaskOptions();
  @Mixin private SoftOptions soft = new SoftOptions();
  @Mixin private SourceOptions source = new SourceOptions();
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
  Inpaint request() throws IOException {
    Inpaint.Builder builder =
        source
            .apply(soft.apply(mask.builder(PictureFile.read("--image", image), prompt)))
            .denoisingStrength(strength.value());
    control.apply(sampling.apply(builder, model.defaults()));
    size.size().ifPresent(asked -> builder.size(asked.width(), asked.height()));
    return builder.build();
  }
}
