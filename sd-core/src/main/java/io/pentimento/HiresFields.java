package io.pentimento;

import io.pentimento.image.HiresTarget;
import io.pentimento.sampling.SamplerChoice;
import io.pentimento.sampling.SigmaSchedule;
import java.util.Map;
import java.util.Optional;

/** Reads the second pass of hires fix from the fields of a picture's parameters. */
final class HiresFields {
  private static final String SCALE = "Hires upscale";
  private static final String SIZE = "Hires resize";
  private static final String UPSCALER = "Hires upscaler";
  private static final String STEPS = "Hires steps";
  private static final String STRENGTH = "Denoising strength";
  private static final String SAMPLER = "Hires sampler";
  private static final String SCHEDULE = "Hires schedule type";

  private final Map<String, String> left;

  private HiresFields(Map<String, String> left) {
    this.left = left;
  }

  /**
   * Sets the second pass if the fields tell of one.
   *
   * @param left the fields, from which those that are used are taken
   */
  static void set(TextToImage.Builder request, Map<String, String> left) {
    HiresFields fields = new HiresFields(left);
    fields.target().ifPresent(target -> request.hiresFix(fields.read(target)));
  }

  /** A factor goes before a size, as the WebUI writes only one of them. */
  private Optional<HiresTarget> target() {
    Optional<HiresTarget> scaled =
        take(SCALE).map(value -> value.reading(read -> HiresTarget.scaled(read.number())));
    return scaled.or(
        () ->
            take(SIZE)
                .map(
                    value ->
                        value.reading(
                            read -> {
                              FieldValue.Sides sides = read.sides();
                              return HiresTarget.resized(sides.width(), sides.height());
                            })));
  }

  private HiresFix read(HiresTarget target) {
    HiresFix.Builder fix = HiresFix.of(target);
    take(STEPS).ifPresent(value -> value.reading(read -> fix.steps(read.wholeNumber()).build()));
    take(STRENGTH)
        .ifPresent(value -> value.reading(read -> fix.denoisingStrength(read.number()).build()));
    take("Hires prompt").ifPresent(value -> fix.prompt(value.text()));
    take(NetworkFields.HIRES_TOKEN_MERGING)
        .ifPresent(value -> value.reading(read -> fix.tokenMerging(read.number()).build()));
    take("Hires negative prompt").ifPresent(value -> fix.negativePrompt(value.text()));
    // Upscalers with a model of their own, and samplers that are not offered, stay to be told.
    Optional.ofNullable(left.get(UPSCALER))
        .flatMap(HiresUpscalerNames::find)
        .ifPresent(
            upscaler -> {
              left.remove(UPSCALER);
              fix.upscaler(upscaler);
            });
    sampler(fix);
    return fix.build();
  }

  private void sampler(HiresFix.Builder fix) {
    left.remove(SAMPLER, "Use same sampler");
    left.remove(SCHEDULE, "Use same scheduler");
    String automatic = SigmaSchedule.automatic().name();
    Optional.ofNullable(left.get(SAMPLER))
        .flatMap(name -> SamplerChoice.findByParameters(name, automatic))
        .ifPresent(
            choice -> {
              left.remove(SAMPLER);
              fix.sampler(choice.sampler());
            });
    String schedule = left.get(SCHEDULE);
    if (schedule != null) {
      try {
        fix.schedule(SigmaSchedule.named(schedule));
        left.remove(SCHEDULE);
      } catch (IllegalArgumentException e) {
        // Not offered: it stays among what is told as not used.
        left.put(SCHEDULE, schedule);
      }
    }
  }

  private Optional<FieldValue> take(String name) {
    return Optional.ofNullable(left.remove(name)).map(value -> new FieldValue(name, value));
  }
}
