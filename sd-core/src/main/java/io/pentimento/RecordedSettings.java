package io.pentimento;

import io.pentimento.infotext.Infotext;
import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.SigmaSchedule;

/**
 * Tells how a picture was made. A field {@code Version} is left out: readers take it for the
 * WebUI's, and switch on what its older versions did.
 */
final class RecordedSettings {
  private RecordedSettings() {}

  /** Returns the prompts and the settings, of which the request's own replace those of all. */
  static Infotext of(GenerationRequest request, long seed, String size, String model) {
    Sampling sampling = request.sampling();
    Infotext.Builder text =
        Infotext.builder(request.prompt())
            .negativePrompt(request.negativePrompt())
            .field("Steps", sampling.steps())
            .field("Sampler", sampling.sampler().name())
            .field("Schedule type", scheduleType(sampling))
            .field("RNG", sampling.seeds().source().name())
            .field("Seed", seed)
            .field("Size", size)
            .field("Model", model);
    number(text, "CFG scale", sampling.guidanceScale());
    if (sampling.prompts().clipSkip() > 1) {
      text.field("Clip skip", sampling.prompts().clipSkip());
    }
    request.settings().forEach(text::field);
    String strength = request.settings().get("Denoising strength");
    if (strength != null) {
      number(text, "Denoising strength", Double.parseDouble(strength));
    }
    return text.build();
  }

  /** Writes a whole number without its zero, as the WebUI's page does. */
  private static void number(Infotext.Builder text, String name, double value) {
    if (value == Math.rint(value)) {
      text.field(name, (long) value);
    } else {
      text.field(name, value);
    }
  }

  /** "Automatic" is told as what it stood for, unless that is the plain spacing. */
  private static String scheduleType(Sampling sampling) {
    SigmaSchedule asked = sampling.schedule();
    SigmaSchedule used = sampling.sampler().scheduleFor(asked);
    boolean plain = used.equals(SigmaSchedule.uniform());
    return plain || sampling.sampler().family() == Sampler.Family.TIMESTEP
        ? asked.name()
        : used.name();
  }
}
