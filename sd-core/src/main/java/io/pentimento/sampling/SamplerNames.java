package io.pentimento.sampling;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The offered samplers and the names other programs have for them. */
final class SamplerNames {
  private record Entry(Sampler sampler, List<String> keys) {}

  /** Names without case, blanks and punctuation, "++" written "pp". */
  private static final List<Entry> OFFERED =
      List.of(
          new Entry(
              Sampler.dpmpp2m(),
              List.of("dpmpp2m", "kdpmpp2m", "sampledpmpp2m", "dpmsolvermultistepscheduler")),
          new Entry(
              Sampler.eulerAncestral(),
              List.of(
                  "eulera",
                  "keulera",
                  "eulerancestral",
                  "keulerancestral",
                  "sampleeulerancestral",
                  "eulerancestraldiscretescheduler")),
          new Entry(
              Sampler.euler(), List.of("euler", "keuler", "sampleeuler", "eulerdiscretescheduler")),
          new Entry(Sampler.ddim(), List.of("ddim", "ddimscheduler")));

  private SamplerNames() {}

  /** Returns the names that pictures record. */
  static List<String> known() {
    return OFFERED.stream().map(entry -> entry.sampler().name()).toList();
  }

  static Optional<Sampler> find(String name) {
    String key =
        name.toLowerCase(Locale.ROOT).replace("++", "pp").replaceAll("[^\\p{L}\\p{N}]+", "");
    return OFFERED.stream()
        .filter(entry -> entry.keys().contains(key))
        .map(Entry::sampler)
        .findFirst();
  }
}
