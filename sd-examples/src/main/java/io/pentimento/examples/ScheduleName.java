package io.pentimento.examples;

import io.pentimento.sampling.SigmaSchedule;
import java.util.List;
import java.util.function.Supplier;

/** The noise schedules by the words of the command line. */
enum ScheduleName implements NamedOption<SigmaSchedule> {
  /** The sampler's own. */
  AUTOMATIC("automatic", "Automatic", SigmaSchedule::automatic),
  /** Evenly spaced timesteps. */
  UNIFORM("uniform", "Uniform", SigmaSchedule::uniform),
  /** The schedule of Karras et al. */
  KARRAS("karras", "Karras", SigmaSchedule::karras);

  private final String word;
  private final String title;
  private final Supplier<SigmaSchedule> schedule;

  ScheduleName(String word, String title, Supplier<SigmaSchedule> schedule) {
    this.word = word;
    this.title = title;
    this.schedule = schedule;
  }

  @Override
  public String word() {
    return word;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public SigmaSchedule value() {
    return schedule.get();
  }

  /** Reads the option and offers its words. */
  static final class Converter extends NamedOption.Converter<ScheduleName> {
    Converter() {
      super(List.of(values()));
    }
  }
}
