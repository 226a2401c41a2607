package io.pentimento.sampling;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The offered schedules and the names other programs have for them. */
final class ScheduleNames {
  private record Entry(SigmaSchedule schedule, List<String> aliases) {}

  private static final List<Entry> OFFERED =
      List.of(
          entry(SigmaSchedule.automatic()),
          entry(SigmaSchedule.uniform(), "discrete"),
          entry(SigmaSchedule.karras(), "use_karras_sigmas"),
          entry(SigmaSchedule.exponential(), "use_exponential_sigmas"),
          entry(SigmaSchedule.polyexponential()),
          entry(SigmaSchedule.sgmUniform()),
          entry(SigmaSchedule.klOptimal()),
          entry(SigmaSchedule.alignYourSteps(), "ays"),
          entry(SigmaSchedule.simple()),
          entry(SigmaSchedule.normal()),
          entry(SigmaSchedule.ddim(), "ddim_uniform"),
          entry(SigmaSchedule.beta(), "use_beta_sigmas"));

  private ScheduleNames() {}

  private static Entry entry(SigmaSchedule schedule, String... aliases) {
    return new Entry(schedule, List.of(aliases));
  }

  /** Returns the names that pictures record. */
  static List<String> known() {
    return OFFERED.stream().map(entry -> entry.schedule().name()).toList();
  }

  /**
   * Finds a schedule by the name that pictures record or another program's, in any case, with or
   * without blanks and punctuation.
   */
  static Optional<SigmaSchedule> find(String name) {
    String key = key(name);
    return OFFERED.stream()
        .filter(entry -> spellings(entry).anyMatch(spelling -> key(spelling).equals(key)))
        .map(Entry::schedule)
        .findFirst()
        .or(() -> GivenNumbers.find(name));
  }

  private static Stream<String> spellings(Entry entry) {
    return Stream.concat(Stream.of(entry.schedule().name()), entry.aliases().stream());
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "");
  }
}
