package io.pentimento.sampling;

import java.util.Optional;

/**
 * A sampler with the schedule it is to run on.
 *
 * @param sampler the sampler
 * @param schedule the schedule
 */
public record SamplerChoice(Sampler sampler, SigmaSchedule schedule) {
  /**
   * Reads a name that may end in a schedule's, as older pictures record it: {@code "DPM++ 2M
   * Karras"}, {@code "euler_a"}. A schedule that is the sampler's own reads as {@link
   * SigmaSchedule#automatic()}, and so does a missing one.
   *
   * @throws IllegalArgumentException if the sampler is not known; the message lists the known ones
   */
  public static SamplerChoice named(String name) {
    String text = name.strip();
    for (int end = 1; end < text.length(); end++) {
      Optional<SigmaSchedule> schedule = ScheduleNames.find(text.substring(end));
      Optional<Sampler> sampler = SamplerNames.find(text.substring(0, end));
      if (schedule.isPresent() && sampler.isPresent()) {
        return of(sampler.get(), schedule.get());
      }
    }
    return new SamplerChoice(Sampler.named(text), SigmaSchedule.automatic());
  }

  /**
   * Reads the two names that a picture's parameters hold, as the WebUI does. A name of a sampler
   * may end in a schedule's, as versions before 1.9 wrote it, which then counts; a schedule that is
   * not known, or is the sampler's own, reads as {@link SigmaSchedule#automatic()}.
   *
   * @param samplerName the field {@code Sampler}: a name as pictures record it, in its own case
   * @param scheduleName the field {@code Schedule type}; {@code Automatic} if there is none
   * @return the choice; DPM++ 2M where no sampler has that name
   */
  public static SamplerChoice ofParameters(String samplerName, String scheduleName) {
    RecordedNames names = RecordedNames.of(samplerName, scheduleName);
    return names.with(names.find().orElseGet(Sampler::dpmpp2m));
  }

  /**
   * Reads the two names as {@link #ofParameters} does, but returns empty where no sampler has that
   * name.
   */
  public static Optional<SamplerChoice> findByParameters(String samplerName, String scheduleName) {
    RecordedNames names = RecordedNames.of(samplerName, scheduleName);
    return names.find().map(names::with);
  }

  private static SamplerChoice of(Sampler sampler, SigmaSchedule schedule) {
    boolean own = schedule.equals(sampler.ownSchedule());
    return new SamplerChoice(sampler, own ? SigmaSchedule.automatic() : schedule);
  }
}
