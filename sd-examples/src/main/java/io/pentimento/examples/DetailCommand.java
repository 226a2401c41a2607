package io.pentimento.examples;

import io.pentimento.infotext.Infotext;
import io.pentimento.inpaint.Detail;
import io.pentimento.inpaint.InpaintArea;
import io.pentimento.inpaint.SizeMatching;
import java.awt.image.BufferedImage;
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

/** Finds the faces of a picture, or other things, and repaints each of them alone. */
@Command(
    name = "detail",
    description =
        "Finds the faces of a picture, or what else a detector knows, and repaints each of them"
            + " alone, enlarged; the rest stays as it is, byte for byte.",
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sd detail girl.png",
      "  sd detail group.png --model models/sd15 --detector face_yolov8n.pt --prompt \"a face\"",
      "  sd detail couple.png --model models/sd15 --detector face_yolov8n.pt --order"
          + " left_to_right --each \"a man [SEP] a woman, glasses\"",
      "  sd detail hands.png --model models/sd15 --detector hand_yolov8n.pt --strength 0.5"
    })
final class DetailCommand implements Callable<Integer> {
  @Parameters(paramLabel = "PICTURE", description = "The picture to repair.")
  private Path image = Path.of("");

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      description = "What the picture shows; what it tells of itself unless set.")
  private @Nullable String prompt;

  @Option(
      names = "--each",
      paramLabel = "TEXT",
      description =
          "What each thing shows, in order, with [SEP] between two; the last is for all others."
              + " [PROMPT] stands for the prompt, and [SKIP] leaves a thing as it is. The prompt"
              + " unless set.")
  private String each = "";

  @Option(
      names = "--each-negative",
      paramLabel = "TEXT",
      description = "What each thing does not show, in the same way.")
  private String eachNegative = "";

  @Mixin private DetectionOptions detection = new DetectionOptions();

  @Option(
      names = "--strength",
      paramLabel = "X",
      description = "How much is replaced: 0 keeps a thing, 1 replaces it; 0.4 unless set.")
  private double strength = 0.4;

  @Option(
      names = "--strength-power",
      paramLabel = "X",
      description = "Above 0, large things are replaced less, -10 to 10; 0 unless set.")
  private double strengthPower;

  @Option(
      names = "--mask-blur",
      paramLabel = "N",
      description = "How many pixels the edges of masks are softened by; 4 unless set.")
  private double maskBlur = 4;

  @Option(
      names = "--padding",
      paramLabel = "N",
      description = "How many pixels around a thing are looked at; 32 unless set.")
  private int padding = 32;

  @Option(
      names = "--whole-picture",
      description = "Look at the whole picture and do not enlarge the things.")
  private boolean wholePicture;

  @Option(
      names = "--match-size",
      paramLabel = "NAME",
      description =
          "Whether the size that the model works at gets the shape of each thing: off, sdxl or"
              + " free; off unless set.")
  private SizeMatching sizeMatching = SizeMatching.OFF;

  @Option(names = "--same-seed", description = "Give all things the same seed.")
  private boolean sameSeed;

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
  Detail request() throws IOException {
    BufferedImage picture = PictureFile.read("PICTURE", image);
    Detail.Builder builder =
        detection
            .apply(Detail.builder(picture, detection.detector(!model.isGiven()), shown()))
            .regionPrompt(each)
            .regionNegativePrompt(eachNegative)
            .denoisingStrength(strength)
            .strengthPower(strengthPower)
            .maskBlur(maskBlur)
            .area(wholePicture ? InpaintArea.wholePicture() : InpaintArea.onlyMasked(padding))
            .sizeMatching(sizeMatching)
            .sameSeed(sameSeed);
    size.size().ifPresent(asked -> builder.size(asked.width(), asked.height()));
    return control.apply(sampling.apply(builder, model.defaults())).build();
  }

  /** A picture that was drawn usually tells its prompt. */
  private String shown() throws IOException {
    return prompt != null
        ? prompt
        : io.pentimento.infotext.PictureFile.readParameters(image)
            .map(told -> Infotext.parse(told).prompt())
            .orElse("");
  }
}
