package io.pentimento.infotext;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The order in which the WebUI writes fields. */
final class FieldOrder {
  /** Come first, in this order. */
  private static final List<String> FIRST =
      List.of(
          "Steps",
          "Sampler",
          "Schedule type",
          "CFG scale",
          "Image CFG scale",
          "Seed",
          "Face restoration",
          "Size",
          "Model hash",
          "Model",
          "FP8 weight",
          "Cache FP16 weight for LoRA",
          "VAE hash",
          "VAE",
          "Variation seed",
          "Variation seed strength",
          "Seed resize from",
          "Denoising strength",
          "Conditional mask weight",
          "Clip skip",
          "ENSD",
          "Token merging ratio",
          "Token merging ratio hr",
          "Init image hash",
          "RNG",
          "Tiling");

  /** Come last, behind all that are in neither list. */
  private static final List<String> LAST = List.of("Version", "User");

  private FieldOrder() {}

  static Map<String, String> ordered(Map<String, String> fields) {
    Map<String, String> others = new LinkedHashMap<>(fields);
    Map<String, String> ordered = new LinkedHashMap<>();
    Map<String, String> last = new LinkedHashMap<>();
    move(FIRST, others, ordered);
    move(LAST, others, last);
    ordered.putAll(others);
    ordered.putAll(last);
    return ordered;
  }

  private static void move(List<String> names, Map<String, String> from, Map<String, String> to) {
    for (String name : names) {
      String value = from.remove(name);
      if (value != null) {
        to.put(name, value);
      }
    }
  }
}
