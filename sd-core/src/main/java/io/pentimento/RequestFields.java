package io.pentimento;

import io.pentimento.infotext.Infotext;
import io.pentimento.sampling.NoiseSource;
import io.pentimento.sampling.SamplerChoice;
import io.pentimento.sampling.Sampling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns the fields of a picture's parameters into the settings of a request. */
final class RequestFields {
  /** Reads a field's value and sets what it says. */
  @FunctionalInterface
  private interface Setter {
    void set(TextToImage.Builder request, FieldValue value);
  }

  private record Setting(String field, Setter setter) {}

  private static final String SAMPLER = "Sampler";
  private static final String SCHEDULE = "Schedule type";
  private static final String AUTOMATIC = "Automatic";

  /** NV is the stream of the WebUI's GPU generator, on any machine. */
  private static final Map<String, NoiseSource> NOISE = noise();

  /** Every field with a setting, in the order in which they are set, behind the sampler. */
  private static final List<Setting> SETTINGS =
      List.of(
          new Setting("Steps", (request, value) -> request.steps(value.wholeNumber())),
          new Setting("CFG scale", (request, value) -> request.guidanceScale(value.number())),
          new Setting("Seed", (request, value) -> request.seed(value.longNumber())),
          new Setting(
              "Size",
              (request, value) -> request.size(value.size().width(), value.size().height())),
          new Setting("Clip skip", (request, value) -> request.clipSkip(value.wholeNumber())),
          new Setting("RNG", (request, value) -> request.noise(value.choice(NOISE))));

  private RequestFields() {}

  private static Map<String, NoiseSource> noise() {
    Map<String, NoiseSource> sources = new LinkedHashMap<>();
    sources.put("CPU", NoiseSource.torchCpu());
    sources.put("NV", NoiseSource.nvidia());
    sources.put("GPU", NoiseSource.nvidia());
    return sources;
  }

  static ReadParameters read(Infotext text) {
    TextToImage.Builder request =
        TextToImage.builder(text.prompt())
            .negativePrompt(text.negativePrompt())
            .noise(NoiseSource.nvidia());
    Map<String, String> left = new LinkedHashMap<>(text.fields());
    sampler(request, left);
    for (Setting setting : SETTINGS) {
      String value = left.remove(setting.field());
      if (value != null) {
        set(setting, new FieldValue(setting.field(), value), request);
      }
    }
    return new ReadParameters(request.build(), left);
  }

  private static void set(Setting setting, FieldValue value, TextToImage.Builder request) {
    try {
      setting.setter().set(request, value);
    } catch (IllegalArgumentException e) {
      throw value.refused(e);
    }
  }

  /** Sets both as the WebUI does, and leaves the names that are not offered. */
  private static void sampler(TextToImage.Builder request, Map<String, String> left) {
    String sampler = left.get(SAMPLER);
    String schedule = left.getOrDefault(SCHEDULE, AUTOMATIC);
    if (sampler == null) {
      sampler = Sampling.defaults().sampler().name();
    }
    SamplerChoice choice = SamplerChoice.ofParameters(sampler, schedule);
    request.sampler(choice.sampler()).schedule(choice.schedule());
    if (SamplerChoice.findByParameters(sampler, schedule).isPresent()) {
      left.remove(SAMPLER);
    }
    if (schedule.equals(AUTOMATIC)
        || schedule.equals(choice.sampler().scheduleFor(choice.schedule()).name())) {
      left.remove(SCHEDULE);
    }
  }
}
