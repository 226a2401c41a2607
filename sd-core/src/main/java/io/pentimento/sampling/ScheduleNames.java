package io.pentimento.sampling;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The names of the offered schedules. */
final class ScheduleNames {
  private static final List<SigmaSchedule> OFFERED =
      List.of(SigmaSchedule.automatic(), SigmaSchedule.uniform(), SigmaSchedule.karras());

  private ScheduleNames() {}

  /** Returns the names that pictures record. */
  static List<String> known() {
    return OFFERED.stream().map(SigmaSchedule::name).toList();
  }

  /**
   * Finds a schedule; "normal" is another word for Uniform, from which it differs only for LCM
   * models.
   */
  static Optional<SigmaSchedule> find(String name) {
    String key = name.strip().toLowerCase(Locale.ROOT);
    String wanted = key.equals("normal") ? "uniform" : key;
    return OFFERED.stream()
        .filter(schedule -> schedule.name().toLowerCase(Locale.ROOT).equals(wanted))
        .findFirst();
  }
}
