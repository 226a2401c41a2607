package io.pentimento;

import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.SigmaSchedule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the text by which the WebUI and the sites that read it know how a picture was made. */
final class Parameters {
  private Parameters() {}

  /** Returns prompt, negative prompt and one line of settings. */
  static String text(GenerationRequest request, long seed, String size, String model) {
    Sampling sampling = request.sampling();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Steps", Integer.toString(sampling.steps()));
    fields.put("Sampler", sampling.sampler().name());
    fields.put("Schedule type", scheduleType(sampling));
    fields.put("CFG scale", number(sampling.guidanceScale()));
    fields.put("Seed", Long.toString(seed));
    fields.put("Size", size);
    fields.put("Model", model);
    Map<String, String> own = new LinkedHashMap<>(request.settings());
    String strength = own.remove("Denoising strength");
    if (strength != null) {
      fields.put("Denoising strength", number(Double.parseDouble(strength)));
    }
    if (sampling.prompts().clipSkip() > 1) {
      fields.put("Clip skip", Integer.toString(sampling.prompts().clipSkip()));
    }
    fields.put("RNG", sampling.seeds().source().name());
    fields.putAll(own);
    String line =
        fields.entrySet().stream()
            .map(field -> field(field.getKey(), field.getValue()))
            .collect(Collectors.joining(", "));
    String negative =
        request.negativePrompt().isEmpty() ? "" : "\nNegative prompt: " + request.negativePrompt();
    return (request.prompt() + negative + "\n" + line).strip();
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

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private static String field(String name, String value) {
    return value.equals(name) ? name : name + ": " + quoted(value);
  }

  /** Quotes as JSON does where the value would be cut, as the WebUI reads it. */
  private static String quoted(String value) {
    if (!value.contains(",") && !value.contains(":") && !value.contains("\n")) {
      return value;
    }
    StringBuilder quoted = new StringBuilder("\"");
    value.chars().forEach(c -> quoted.append(escaped((char) c)));
    return quoted.append('"').toString();
  }

  private static String escaped(char c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> c < ' ' ? "\\u%04x".formatted((int) c) : String.valueOf(c);
    };
  }
}
