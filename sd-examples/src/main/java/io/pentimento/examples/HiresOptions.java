package io.pentimento.examples;

import io.pentimento.HiresFix;
import io.pentimento.HiresUpscaler;
import io.pentimento.image.HiresTarget;
import io.pentimento.image.ImageSize;
import io.pentimento.sampling.SigmaSchedule;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A second pass that enlarges the picture. */
final class HiresOptions {
  @Option(
      names = "--hires-scale",
      paramLabel = "X",
      description = "Make the picture so many times as large in a second pass; 2 is usual.")
  private @Nullable Double scale;

  @Option(
      names = "--hires-size",
      paramLabel = "WxH",
      converter = SizeConverter.class,
      description = "Make the picture this large in a second pass.")
  private @Nullable ImageSize size;

  @Option(
      names = "--hires-upscaler",
      paramLabel = "NAME|FILE",
      converter = UpscalerConverter.class,
      completionCandidates = UpscalerConverter.class,
      description =
          "What enlarges: one of ${COMPLETION-CANDIDATES}, or the file of an ESRGAN network; Latent"
              + " unless set.")
  private @Nullable HiresUpscaler upscaler;

  @Option(
      names = "--hires-steps",
      paramLabel = "N",
      description = "The second pass's steps; as many as the first unless set.")
  private @Nullable Integer steps;

  @Option(
      names = "--hires-strength",
      paramLabel = "X",
      description = "How much of the enlarged picture is drawn anew, 0 to 1; 0.7 unless set.")
  private @Nullable Double strength;

  @Option(
      names = "--hires-sampler",
      paramLabel = "NAME",
      converter = NamedSampler.Converter.class,
      description = "The second pass's sampler; the first's unless set.")
  private @Nullable NamedSampler sampler;

  @Option(
      names = "--hires-schedule",
      paramLabel = "NAME",
      converter = ScheduleConverter.class,
      description = "The second pass's noise levels; the first's unless set.")
  private @Nullable SigmaSchedule schedule;

  @Option(
      names = "--hires-prompt",
      paramLabel = "TEXT",
      description = "The second pass's prompt; the first's unless set.")
  private @Nullable String prompt;

  @Option(
      names = "--hires-negative",
      paramLabel = "TEXT",
      description = "The second pass's negative prompt; the first's unless set.")
  private @Nullable String negative;

  @Option(
      names = "--hires-token-merging",
      paramLabel = "RATIO",
      description = "The second pass's --token-merging; the first's unless set.")
  private @Nullable Double tokenMerging;

  /**
   * Returns the second pass, if there is one.
   *
   * @param start the second pass to start from
   */
  Optional<HiresFix> in(Optional<HiresFix> start) {
    if (!isAnySet()) {
      return start;
    }
    HiresFix.Builder builder = HiresFix.of(target(start));
    start.ifPresent(old -> copy(old, builder));
    change(builder);
    return Optional.of(builder.build());
  }

  private boolean isAnySet() {
    return Stream.of(
            Optional.ofNullable(scale),
            Optional.ofNullable(size),
            Optional.ofNullable(upscaler),
            Optional.ofNullable(steps),
            Optional.ofNullable(strength),
            Optional.ofNullable(sampler),
            Optional.ofNullable(schedule),
            Optional.ofNullable(prompt),
            Optional.ofNullable(negative),
            Optional.ofNullable(tokenMerging))
        .anyMatch(Optional::isPresent);
  }

  private HiresTarget target(Optional<HiresFix> start) {
    if (scale != null && size != null) {
      throw new IllegalArgumentException(
          "--hires-scale and --hires-size exclude each other. Set one of them.");
    }
    if (scale != null) {
      return HiresTarget.scaled(scale);
    }
    if (size != null) {
      return HiresTarget.resized(size.width(), size.height());
    }
    return start
        .map(HiresFix::target)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "A second pass needs --hires-scale or --hires-size, but neither is set."));
  }

  private static void copy(HiresFix old, HiresFix.Builder builder) {
    builder.upscaler(old.upscaler()).steps(old.steps()).denoisingStrength(old.denoisingStrength());
    old.sampler().ifPresent(builder::sampler);
    old.schedule().ifPresent(builder::schedule);
    old.prompt().ifPresent(builder::prompt);
    old.negativePrompt().ifPresent(builder::negativePrompt);
    old.tokenMerging().ifPresent(builder::tokenMerging);
  }

  private void change(HiresFix.Builder builder) {
    Optional.ofNullable(upscaler).ifPresent(builder::upscaler);
    Optional.ofNullable(steps).ifPresent(builder::steps);
    Optional.ofNullable(strength).ifPresent(builder::denoisingStrength);
    if (sampler != null) {
      builder.sampler(sampler.sampler());
      sampler.schedule().ifPresent(builder::schedule);
    }
    Optional.ofNullable(schedule).ifPresent(builder::schedule);
    Optional.ofNullable(prompt).ifPresent(builder::prompt);
    Optional.ofNullable(negative).ifPresent(builder::negativePrompt);
    Optional.ofNullable(tokenMerging).ifPresent(builder::tokenMerging);
  }
}
