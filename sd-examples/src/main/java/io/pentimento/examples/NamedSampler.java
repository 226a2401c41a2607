package io.pentimento.examples;

import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.SamplerChoice;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.SigmaSchedule;
import java.util.Iterator;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A sampler as the command line names it.
 *
 * @param sampler the sampler
 * @param schedule the schedule that its name ends in, as in {@code DPM++ 2M Karras}
 */
record NamedSampler(Sampler sampler, Optional<SigmaSchedule> schedule) {
  /** Reads the name, and lists the names for the help. */
  static final class Converter implements ITypeConverter<NamedSampler>, Iterable<String> {
    @Override
    public NamedSampler convert(String name) {
      try {
        SamplerChoice choice = SamplerChoice.named(name);
        return new NamedSampler(choice.sampler(), schedule(name, choice));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }

    private static Optional<SigmaSchedule> schedule(String name, SamplerChoice choice) {
      try {
        Sampler.named(name);
        return Optional.empty();
      } catch (IllegalArgumentException longer) {
        return Optional.of(choice.schedule());
      }
    }

    @Override
    public Iterator<String> iterator() {
      return Sampler.names().iterator();
    }
  }

  /** Gives the sampler, and the schedule if there is one, to settings. */
  Sampling in(Sampling sampling) {
    Sampling with = sampling.withSampler(sampler);
    return schedule.map(with::withSchedule).orElse(with);
  }
}
