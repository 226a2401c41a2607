package io.pentimento;

import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.SamplerChoice;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.SigmaSchedule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The fields of a picture's parameters that tell the sampler and the schedule with their options.
 * What they are turned into is taken out of the fields.
 */
final class SamplerFields {
  private static final String SAMPLER = "Sampler";
  private static final String SCHEDULE = "Schedule type";
  private static final String AUTOMATIC = "Automatic";
  private static final String SMALLEST = "Schedule min sigma";
  private static final String LARGEST = "Schedule max sigma";
  private static final String RHO = "Schedule rho";
  private static final String ALPHA = "Beta schedule alpha";
  private static final String BETA = "Beta schedule beta";
  private static final String DISCARD = "Discard penultimate sigma";

  private final Map<String, String> left;

  private SamplerFields(Map<String, String> left) {
    this.left = left;
  }

  /** Sets both as the WebUI does, and leaves the names that are not offered. */
  static void set(TextToImage.Builder request, Map<String, String> left) {
    SamplerFields fields = new SamplerFields(left);
    SamplerChoice choice = fields.named();
    request.sampler(fields.tuned(choice.sampler())).schedule(fields.shaped(choice.schedule()));
  }

  private SamplerChoice named() {
    String sampler = left.get(SAMPLER);
    String schedule = left.getOrDefault(SCHEDULE, AUTOMATIC);
    if (sampler == null) {
      sampler = Sampling.defaults().sampler().name();
    }
    SamplerChoice choice = SamplerChoice.ofParameters(sampler, schedule);
    if (SamplerChoice.findByParameters(sampler, schedule).isPresent()) {
      left.remove(SAMPLER);
    }
    if (schedule.equals(AUTOMATIC)
        || schedule.equals(choice.sampler().scheduleFor(choice.schedule()).name())) {
      left.remove(SCHEDULE);
    }
    return choice;
  }

  private Sampler tuned(Sampler sampler) {
    Sampler tuned = sampler;
    for (Map.Entry<String, String> field : List.copyOf(left.entrySet())) {
      Sampler before = tuned;
      Optional<Sampler> changed =
          new FieldValue(field.getKey(), field.getValue())
              .reading(value -> before.withSetting(value.name(), value.text()));
      if (changed.isPresent()) {
        tuned = changed.get();
        left.remove(field.getKey());
      }
    }
    return tuned;
  }

  private SigmaSchedule shaped(SigmaSchedule named) {
    SigmaSchedule schedule = named;
    if (schedule.settings().containsKey(ALPHA)) {
      schedule = changed(schedule, ALPHA, (s, alpha) -> SigmaSchedule.beta(alpha, told(s, BETA)));
      schedule = changed(schedule, BETA, (s, beta) -> SigmaSchedule.beta(told(s, ALPHA), beta));
    }
    schedule = changed(schedule, SMALLEST, (s, min) -> s.withRange(min, told(s, LARGEST)));
    schedule = changed(schedule, LARGEST, (s, max) -> s.withRange(told(s, SMALLEST), max));
    schedule = changed(schedule, RHO, SigmaSchedule::withRho);
    String discard = left.remove(DISCARD);
    return discard != null && new FieldValue(DISCARD, discard).reading(FieldValue::truth)
        ? schedule.discardingPenultimate()
        : schedule;
  }

  /** Returns a setting of a schedule; 0 stands for the usual one. */
  private static double told(SigmaSchedule schedule, String field) {
    return schedule.settings().getOrDefault(field, 0.0);
  }

  /** Changes what a field tells; where it tells 0, that is the usual one. */
  private SigmaSchedule changed(
      SigmaSchedule schedule, String field, BiFunction<SigmaSchedule, Double, SigmaSchedule> with) {
    String text = left.remove(field);
    if (text == null) {
      return schedule;
    }
    return new FieldValue(field, text)
        .reading(value -> value.number() == 0 ? schedule : with.apply(schedule, value.number()));
  }
}
