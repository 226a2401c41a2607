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
          entry(Sampler.dpmpp2m(), "dpmpp2m kdpmpp2m sampledpmpp2m dpmsolvermultistepscheduler"),
          entry(Sampler.dpmppSde(), "dpmppsde kdpmppsde sampledpmppsde dpmsolversdescheduler"),
          entry(Sampler.dpmpp2mSde(), "dpmpp2msde kdpmpp2msde sampledpmpp2msde"),
          entry(Sampler.dpmpp2mSdeHeun(), "dpmpp2msdeheun kdpmpp2msdeheun"),
          entry(
              Sampler.dpmpp2sAncestral(),
              "dpmpp2sa kdpmpp2sa dpmpp2sancestral sampledpmpp2sancestral"),
          entry(Sampler.dpmpp3mSde(), "dpmpp3msde kdpmpp3msde sampledpmpp3msde"),
          entry(
              Sampler.eulerAncestral(),
              "eulera keulera eulerancestral keulerancestral sampleeulerancestral"
                  + " eulerancestraldiscretescheduler"),
          entry(Sampler.euler(), "euler keuler sampleeuler eulerdiscretescheduler"),
          entry(Sampler.lms(), "lms klms samplelms lmsdiscretescheduler"),
          entry(Sampler.heun(), "heun kheun sampleheun heundiscretescheduler"),
          entry(Sampler.dpm2(), "dpm2 kdpm2 sampledpm2 kdpm2discretescheduler"),
          entry(
              Sampler.dpm2Ancestral(),
              "dpm2a kdpm2a dpm2ancestral sampledpm2ancestral kdpm2ancestraldiscretescheduler"),
          entry(Sampler.dpmFast(), "dpmfast kdpmfast sampledpmfast"),
          entry(Sampler.dpmAdaptive(), "dpmadaptive kdpmad kdpmadaptive sampledpmadaptive"),
          entry(Sampler.restart(), "restart restartsampler"),
          entry(Sampler.ddim(), "ddim ddimscheduler"),
          entry(Sampler.ddimCfgpp(), "ddimcfgpp"),
          entry(Sampler.plms(), "plms pndm pndmscheduler"),
          entry(Sampler.unipc(), "unipc unipcmultistepscheduler"),
          entry(Sampler.lcm(), "lcm klcm samplelcm lcmscheduler"));

  private SamplerNames() {}

  private static Entry entry(Sampler sampler, String keys) {
    return new Entry(sampler, List.of(keys.split(" ")));
  }

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
