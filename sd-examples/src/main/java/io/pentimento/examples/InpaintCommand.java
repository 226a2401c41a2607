package io.pentimento.examples;

import io.pentimento.GenerationRequest;
import io.pentimento.inpaint.Inpaint;
import io.pentimento.inpaint.InpaintRegion;
import io.pentimento.inpaint.InpaintRegions;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
      "  sd inpaint \"1girl, blonde hair\" --image girl.png --mask-at 48,12 --tolerance 40 --grow"
          + " 2",
      "  sd inpaint \"two girls\" --image girls.png --region left.png=\"1girl, glasses\" --region"
          + " right.png=\"1girl, hat\"",
      "  sd inpaint \"a face\" --image photos --mask faces --each-part --only-masked --out"
          + " repainted --model models/sd15",
      "  sd inpaint \"blonde hair\" --image photos --mask-words hair --clipseg"
          + " clipseg-rd64-refined --out repainted --model models/sd15"
    })
final class InpaintCommand implements Callable<Integer> {
  @Parameters(paramLabel = "PROMPT", description = "What the repainted part should show.")
  private String prompt = "";

  @Option(
      names = "--image",
      paramLabel = "FILE|DIR",
      required = true,
      description =
          "The picture to repaint; or a folder, for each picture in it. Then --out is a folder"
              + " too.")
  private Path image = Path.of("");

  @Mixin private MaskOptions mask = new MaskOptions();
  @Mixin private RegionOptions regions = new RegionOptions();
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
    Painting painting = new Painting(model, output, spec.commandLine());
    return Files.isDirectory(image)
        ? painting.paintEach(maskedPictures(), this::request)
        : painting.paint(spec.name(), request());
  }

  /** Returns those pictures of the folder that have a mask, and warns of the others. */
  PictureFolder maskedPictures() throws IOException {
    List<Path> masked = new ArrayList<>();
    for (Path picture : PictureFolder.list(image).pictures()) {
      if (mask.hasMaskFor(picture)) {
        masked.add(picture);
      } else {
        spec.commandLine().getErr().println("sd: skipped, for want of a mask: " + picture);
      }
    }
    spec.commandLine().getErr().flush();
    mask.close();
    if (masked.isEmpty()) {
      throw new IOException("--image " + image + " has no picture to repaint.");
    }
    return new PictureFolder(masked);
  }

  /** Returns what the command line asks for. */
  GenerationRequest request() throws IOException {
    return request(image);
  }

  private GenerationRequest request(Path file) throws IOException {
    BufferedImage picture = PictureFile.read("--image", file);
    if (!regions.isNamed()) {
      Inpaint.Builder one = inpaint(mask.builder(picture, file, prompt));
      return regions.isAsked()
          ? several(one.build(), regions.parts(one.build()))
          : control.apply(sampling.apply(one, model.defaults())).build();
    }
    if (mask.isGiven()) {
      throw new IllegalArgumentException("--region takes the place of a mask. Leave one out.");
    }
    List<InpaintRegion> named = regions.named(mask);
    return several(inpaint(mask.builder(picture, named.get(0).mask(), prompt)).build(), named);
  }

  private Inpaint.Builder inpaint(Inpaint.Builder start) {
    Inpaint.Builder builder = source.apply(soft.apply(start)).denoisingStrength(strength.value());
    size.size().ifPresent(asked -> builder.size(asked.width(), asked.height()));
    return builder;
  }

  private InpaintRegions several(Inpaint one, List<InpaintRegion> parts) throws IOException {
    return control.apply(sampling.apply(regions.builder(one, parts), model.defaults())).build();
  }
}
