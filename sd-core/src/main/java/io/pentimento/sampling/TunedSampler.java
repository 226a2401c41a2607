package io.pentimento.sampling;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A sampler with options that pictures record. */
interface TunedSampler extends Sampler {
  /** Returns all options, in the order in which pictures record them. */
  List<SamplerSetting> tuning();

  @Override
  default Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    for (SamplerSetting setting : tuning()) {
      if (!setting.value().equals(setting.usual())) {
        settings.put(setting.name(), setting.value());
      }
    }
    return settings;
  }

  @Override
  default Optional<Sampler> withSetting(String name, String value) {
    return tuning().stream()
        .filter(setting -> setting.name().equals(name))
        .findFirst()
        .map(setting -> setting.with().apply(value));
  }
}
