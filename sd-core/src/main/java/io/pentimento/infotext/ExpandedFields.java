package io.pentimento.infotext;

import io.pentimento.prompt.PromptAttention;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the WebUI's own reader makes of a text. */
final class ExpandedFields {
  /** What a text leaves out where it is so. */
  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("Clip skip", "1"),
          Map.entry("Hires resize-1", "0"),
          Map.entry("Hires resize-2", "0"),
          Map.entry("Hires sampler", "Use same sampler"),
          Map.entry("Hires schedule type", "Use same scheduler"),
          Map.entry("Hires checkpoint", "Use same checkpoint"),
          Map.entry("Hires prompt", ""),
          Map.entry("Hires negative prompt", ""),
          Map.entry("Mask mode", "Inpaint masked"),
          Map.entry("Masked content", "original"),
          Map.entry("Inpaint area", "Whole picture"),
          Map.entry("Masked area padding", "32"),
          Map.entry("RNG", "GPU"),
          Map.entry("Schedule type", "Automatic"),
          Map.entry("Schedule max sigma", "0"),
          Map.entry("Schedule min sigma", "0"),
          Map.entry("Schedule rho", "0"),
          Map.entry("VAE Encoder", "Full"),
          Map.entry("VAE Decoder", "Full"),
          Map.entry("FP8 weight", "Disable"),
          Map.entry("Refiner switch by sampling steps", PythonText.truth(false)));

  private ExpandedFields() {}

  static Map<String, String> of(Infotext text) {
    Infotext modern = text.modernized();
    Map<String, String> expanded = new LinkedHashMap<>();
    text.fields().forEach((name, value) -> put(name, value, expanded));
    modern.fields().forEach((name, value) -> put(name, value, expanded));
    expanded.put("Prompt", modern.prompt());
    expanded.put("Negative prompt", modern.negativePrompt());
    DEFAULTS.forEach(expanded::putIfAbsent);
    if (Stream.of(text.prompt(), text.negativePrompt()).anyMatch(ExpandedFields::hasEmphasis)) {
      expanded.putIfAbsent("Emphasis", "Original");
    }
    if (!"Disable".equals(expanded.get("FP8 weight"))) {
      expanded.putIfAbsent("Cache FP16 weight for LoRA", PythonText.truth(false));
    }
    return Collections.unmodifiableMap(expanded);
  }

  private static void put(String name, String value, Map<String, String> expanded) {
    Optional<Sides> sides = Sides.parse(value);
    if (sides.isPresent()) {
      expanded.put(name + "-1", sides.get().width());
      expanded.put(name + "-2", sides.get().height());
    } else {
      expanded.put(name, value);
    }
  }

  private static boolean hasEmphasis(String prompt) {
    return PromptAttention.parse(prompt).stream()
        .anyMatch(piece -> piece.weight() != 1 && !piece.text().equals("BREAK"));
  }
}
