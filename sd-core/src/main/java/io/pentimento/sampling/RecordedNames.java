package io.pentimento.sampling;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The names of a sampler and a schedule as a picture's parameters hold them.
 *
 * @param sampler a sampler's name, with no schedule behind
 * @param schedule the schedule
 */
record RecordedNames(String sampler, SigmaSchedule schedule) {
  /** In the order of the offered schedules, each of which may cut the name, as in the WebUI. */
  static RecordedNames of(String samplerName, String scheduleName) {
    String sampler = samplerName;
    SigmaSchedule schedule = GivenNumbers.find(scheduleName).orElseGet(SigmaSchedule::automatic);
    for (String label : ScheduleNames.known()) {
      if (label.equals(scheduleName) || key(label).equals(scheduleName)) {
        schedule = SigmaSchedule.named(label);
      }
    }
    for (String label : ScheduleNames.known()) {
      for (String spelling : List.of(label, key(label), label.replace("SGM ", "SGM"))) {
        String suffix = " " + spelling;
        if (sampler.endsWith(suffix)) {
          sampler = sampler.substring(0, sampler.length() - suffix.length());
          schedule = SigmaSchedule.named(label);
          break;
        }
      }
    }
    return new RecordedNames(sampler, schedule);
  }

  /** The WebUI's other name of a schedule: {@code sgm_uniform} for SGM Uniform. */
  private static String key(String label) {
    return label.toLowerCase(Locale.ROOT).replace(' ', '_');
  }

  Optional<Sampler> find() {
    return SamplerNames.known().stream().filter(sampler::equals).map(Sampler::named).findFirst();
  }

  /** Returns the choice of a sampler on the schedule; the plain spacing stays as it was asked. */
  SamplerChoice with(Sampler sampler) {
    boolean own =
        schedule.equals(sampler.ownSchedule()) && !schedule.equals(SigmaSchedule.uniform());
    return new SamplerChoice(sampler, own ? SigmaSchedule.automatic() : schedule);
  }
}
