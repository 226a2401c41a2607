package io.pentimento.infotext;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Tells by today's fields what older versions of the WebUI told otherwise, or not at all. */
final class OldSpellings {
  /** The area of a first pass whose size was left to the WebUI, and the grid of its sides. */
  private static final double FIRST_PASS_PIXELS = 512 * 512;

  private static final int FIRST_PASS_GRID = 64;
  private static final Sides USUAL_SIZE = new Sides("512", "512");
  private static final Set<String> PADDED_SAMPLERS = Set.of("DDIM", "PLMS");

  private OldSpellings() {}

  static Infotext modernize(Infotext text) {
    Map<String, String> fields = new LinkedHashMap<>(text.fields());
    String prompt = text.prompt() + hypernetwork(fields);
    firstPass(fields);
    text.field("Version")
        .flatMap(WebuiVersion::parse)
        .ifPresent(version -> tellWhatItDid(version, prompt, fields));
    return new Infotext(prompt, text.negativePrompt(), fields);
  }

  private static String hypernetwork(Map<String, String> fields) {
    String name = fields.remove("Hypernet");
    if (name == null) {
      return "";
    }
    String strength = fields.remove("Hypernet strength");
    return "<hypernet:%s:%s>".formatted(name, strength == null ? "1.0" : strength);
  }

  /** The size used to be that of the last pass. */
  private static void firstPass(Map<String, String> fields) {
    Optional<Sides> first = sides(fields, "First pass size");
    if (first.isEmpty()) {
      return;
    }
    Sides last = sides(fields, "Size").orElse(USUAL_SIZE);
    sizeOfFirstPass(first.get(), last)
        .ifPresent(
            size -> {
              fields.remove("First pass size");
              fields.put("Size", size.toString());
              fields.put("Hires resize", last.toString());
            });
  }

  private static Optional<Sides> sides(Map<String, String> fields, String name) {
    return Optional.ofNullable(fields.get(name)).flatMap(Sides::parse);
  }

  /** Returns the size that was asked for, or the one that the WebUI chose for a size of 0. */
  private static Optional<Sides> sizeOfFirstPass(Sides asked, Sides last) {
    OptionalLong askedWidth = Sides.number(asked.width());
    OptionalLong askedHeight = Sides.number(asked.height());
    OptionalLong width = Sides.number(last.width());
    OptionalLong height = Sides.number(last.height());
    if (askedWidth.isEmpty() || askedHeight.isEmpty() || width.isEmpty() || height.isEmpty()) {
      return Optional.empty();
    }
    if (askedWidth.getAsLong() > 0 && askedHeight.getAsLong() > 0) {
      return Optional.of(sides(askedWidth.getAsLong(), askedHeight.getAsLong()));
    }
    double pixels = (double) width.getAsLong() * height.getAsLong();
    double scale = Math.sqrt(FIRST_PASS_PIXELS / pixels);
    return pixels == 0
        ? Optional.empty()
        : Optional.of(sides(onGrid(scale * width.getAsLong()), onGrid(scale * height.getAsLong())));
  }

  private static Sides sides(long width, long height) {
    return new Sides(Long.toString(width), Long.toString(height));
  }

  private static long onGrid(double side) {
    return (long) Math.ceil(side / FIRST_PASS_GRID) * FIRST_PASS_GRID;
  }

  private static void tellWhatItDid(
      WebuiVersion version, String prompt, Map<String, String> fields) {
    boolean before1dot6 = version.isBefore(WebuiVersion.V1_6_0);
    if (before1dot6 && prompt.contains("[")) {
      fields.put("Old prompt editing timelines", PythonText.truth(true));
    }
    if (before1dot6 && PADDED_SAMPLERS.contains(fields.getOrDefault("Sampler", ""))) {
      fields.put("Pad conds v0", PythonText.truth(true));
    }
    if (version.isBefore(WebuiVersion.V1_7_0_225)) {
      fields.put("Downcast alphas_cumprod", PythonText.truth(true));
    }
    if (version.isBefore(WebuiVersion.V1_8_0) && !fields.getOrDefault("Refiner", "").isEmpty()) {
      fields.put("Refiner switch by sampling steps", PythonText.truth(true));
    }
  }
}
