package io.pentimento;

import io.pentimento.sampling.RefinedPasses;
import io.pentimento.sampling.Refiner;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the fields of a picture's parameters tell of a second model, in the WebUI's words. */
final class RefinerFields {
  private static final String MODEL = "Refiner";
  private static final String SHARE = "Refiner switch at";
  private static final String BY_STEPS = "Refiner switch by sampling steps";
  private static final String PASSES = "Hires refiner";

  /** A name, and the hash behind it if it is a file's. */
  private static final Pattern TITLE = Pattern.compile("(.*?)(?: \\[([0-9a-f]+)])?");

  private RefinerFields() {}

  /**
   * Tells of a second model.
   *
   * @param title its name and hash
   */
  static void tell(Map<String, String> fields, String title, Refiner refiner) {
    fields.put(MODEL, title);
    fields.put(SHARE, Double.toString(refiner.switchAt()));
    if (refiner.bySteps()) {
      fields.put(BY_STEPS, "True");
    }
    if (refiner.passes() != RefinedPasses.SECOND) {
      fields.put(PASSES, refiner.passes().label());
    }
  }

  /** Returns the second model that fields tell of. */
  static Optional<RecordedRefiner> read(Map<String, String> fields) {
    return Optional.ofNullable(fields.get(MODEL)).map(title -> read(title, fields));
  }

  private static RecordedRefiner read(String title, Map<String, String> fields) {
    Matcher parts = TITLE.matcher(title.strip());
    boolean hashed = parts.matches() && parts.group(2) != null;
    return new RecordedRefiner(
        hashed ? parts.group(1) : title.strip(),
        hashed ? Optional.of(parts.group(2)) : Optional.empty(),
        value(fields, SHARE).map(share -> share.reading(RefinerFields::share)).orElse(0.8),
        value(fields, BY_STEPS).map(by -> by.reading(FieldValue::truth)).orElse(false),
        value(fields, PASSES)
            .map(passes -> passes.reading(read -> read.choice(passes())))
            .orElse(RefinedPasses.SECOND));
  }

  private static double share(FieldValue value) {
    double share = value.number();
    RequestBuilder.requireFraction(value.name(), share);
    return share;
  }

  private static Optional<FieldValue> value(Map<String, String> fields, String name) {
    return Optional.ofNullable(fields.get(name)).map(text -> new FieldValue(name, text));
  }

  private static Map<String, RefinedPasses> passes() {
    Map<String, RefinedPasses> passes = new LinkedHashMap<>();
    for (RefinedPasses one : RefinedPasses.values()) {
      passes.put(one.label(), one);
    }
    return passes;
  }
}
