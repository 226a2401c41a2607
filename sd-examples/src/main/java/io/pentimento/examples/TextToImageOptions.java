package io.pentimento.examples;

import io.pentimento.ReadParameters;
import io.pentimento.RecordedRefiner;
import io.pentimento.TextToImage;
import io.pentimento.image.AspectRatio;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a picture from words is made of. */
final class TextToImageOptions {
  /** Fields that tell of what made the picture: another model may well be meant. */
  private static final Set<String> OF_PROGRAM =
      Set.of("Model", "Model hash", "VAE", "VAE hash", "Version", "User");

  /** Fields that count where a second model is named. */
  private static final Set<String> OF_REFINER =
      Set.of("Refiner", "Refiner switch at", "Refiner switch by sampling steps", "Hires refiner");

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Parameters(
      paramLabel = "PROMPT",
      arity = "0..1",
      description = "What the picture should show. --from-parameters may bring it instead.")
  private @Nullable String prompt;

  @Option(
      names = "--midjourney",
      description = "Read the prompt in Midjourney's manner: hot::2 dog --ar 3:2.")
  private boolean midjourney;

  @Option(
      names = "--from-parameters",
      paramLabel = "FILE",
      description =
          "Start from the parameters that a picture carries, or a text file holds; options that are"
              + " set count before them.")
  private @Nullable Path parameters;

  @Mixin private SamplingOptions sampling = new SamplingOptions();
  @Mixin private ControlOptions control = new ControlOptions();
  @Mixin private SizeOptions size = new SizeOptions();

  @Option(
      names = "--aspect",
      paramLabel = "W:H",
      converter = AspectConverter.class,
      description = "The picture's shape at the model's own number of pixels, in place of a size.")
  private @Nullable AspectRatio aspect;

  @ArgGroup(validate = false, order = 7, heading = "%nA second pass (hires fix):%n")
  private HiresOptions hires = new HiresOptions();

  /**
   * Returns what the command line asks for.
   *
   * @param draw whether a seed that is left to chance is drawn now, so that it can be told
   */
  TextToImage request(ModelDefaults defaults, boolean draw) throws IOException {
    TextToImage start = start(defaults);
    TextToImage.Builder builder = control.apply(sampling.apply(start.toBuilder(), draw));
    hires.in(start.hiresFix()).ifPresent(builder::hiresFix);
    size.size().ifPresent(asked -> builder.size(asked.width(), asked.height()));
    return shaped(builder);
  }

  private TextToImage start(ModelDefaults defaults) throws IOException {
    if (parameters != null) {
      if (midjourney) {
        throw new IllegalArgumentException(
            "--midjourney and --from-parameters exclude each other: parameters hold a prompt that"
                + " was read already.");
      }
      TextToImage told = told(ParametersFile.read("--from-parameters", parameters));
      return prompt == null ? told : told.toBuilder().prompt(prompt).build();
    }
    if (prompt == null) {
      throw new IllegalArgumentException("Missing required parameter: 'PROMPT'");
    }
    TextToImage.Builder builder =
        midjourney ? TextToImage.midjourney(prompt, sampling.shown()) : TextToImage.builder(prompt);
    return builder.sampling(defaults.in(builder.build().sampling())).build();
  }

  /** Reads the parameters, and says what of them no option stands for. */
  private TextToImage told(String text) {
    ReadParameters read = ReadParameters.of(text);
    Optional<RecordedRefiner> refiner = read.refiner().filter(told -> sampling.isRefined());
    List<String> left =
        read.notUsed().keySet().stream()
            .filter(field -> !OF_PROGRAM.contains(field))
            .filter(field -> refiner.isEmpty() || !OF_REFINER.contains(field))
            .toList();
    if (!left.isEmpty()) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("sd: --from-parameters: not used: " + String.join(", ", left));
      err.flush();
    }
    TextToImage.Builder request = read.request().toBuilder();
    refiner.ifPresent(told -> request.refiner(told.with(told::name)));
    return request.build();
  }

  /** Gives a shape to the request, which then has no size. */
  private TextToImage shaped(TextToImage.Builder builder) {
    TextToImage request = builder.build();
    if (aspect == null) {
      return request;
    }
    if (size.size().isPresent()) {
      throw new IllegalArgumentException(
          "--aspect and --width with --height exclude each other. Set the shape or the size.");
    }
    return new TextToImage(
        request.prompt(),
        request.negativePrompt(),
        Optional.empty(),
        Optional.of(aspect),
        request.hiresFix(),
        request.sampling());
  }
}
