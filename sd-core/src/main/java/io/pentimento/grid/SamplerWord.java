package io.pentimento.grid;

import io.pentimento.RequestBuilder;
import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.SamplerChoice;
import io.pentimento.sampling.SigmaSchedule;
import java.util.Optional;

/**
 * A sampler under the name by which it was asked for.
 *
 * @param name the name
 * @param sampler the sampler
 * @param schedule the schedule, if the name ends in one
 */
record SamplerWord(String name, Sampler sampler, Optional<SigmaSchedule> schedule) {
  static SamplerWord of(Sampler sampler) {
    return new SamplerWord(sampler.name(), sampler, Optional.empty());
  }

  static SamplerWord named(String name) {
    SamplerChoice choice = SamplerChoice.named(name);
    try {
      return of(Sampler.named(name));
    } catch (IllegalArgumentException longer) {
      // Only with a schedule behind it is this the name of a sampler.
      return new SamplerWord(name, choice.sampler(), Optional.of(choice.schedule()));
    }
  }

  void give(RequestBuilder<?> builder) {
    builder.sampler(sampler);
    schedule.ifPresent(builder::schedule);
  }
}
