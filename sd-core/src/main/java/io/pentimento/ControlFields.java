package io.pentimento;

import io.pentimento.control.ControlMode;
import io.pentimento.control.ControlUnit;
import io.pentimento.image.ResizeMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the fields of a picture's parameters tell of ControlNets: as the WebUI's ControlNet extension
 * does, a field for each unit. Texts of all its versions are read: what cannot be read is as usual.
 */
final class ControlFields {
  /** A number from 0 follows. */
  static final String NAME = "ControlNet ";

  private static final Logger LOG = LoggerFactory.getLogger(ControlFields.class);
  private static final Pattern FIELD = Pattern.compile("ControlNet ([0-9]{1,3})");
  private static final Pattern MODEL = Pattern.compile("(.*?)(?: \\[([0-9a-f]+)])?");
  private static final double HIGHEST_WEIGHT = 2;

  /** Also by the numbers that the extension's interface for programs has for them. */
  private static final Map<String, ResizeMode> RESIZE =
      Map.of(
          "Just Resize", ResizeMode.JUST_RESIZE,
          "0", ResizeMode.JUST_RESIZE,
          "Crop and Resize", ResizeMode.CROP_AND_RESIZE,
          "1", ResizeMode.CROP_AND_RESIZE,
          "Resize and Fill", ResizeMode.RESIZE_AND_FILL,
          "2", ResizeMode.RESIZE_AND_FILL);

  private static final Map<String, ControlMode> MODES =
      Map.of(
          "Balanced", ControlMode.BALANCED,
          "0", ControlMode.BALANCED,
          "My prompt is more important", ControlMode.PROMPT,
          "1", ControlMode.PROMPT,
          "ControlNet is more important", ControlMode.CONTROL,
          "2", ControlMode.CONTROL);

  private ControlFields() {}

  /** Returns what is told of a unit. Preprocessors work at the size of the model: pixel perfect. */
  static String text(ControlUnit unit) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("Module", unit.preprocessor().module());
    values.put("Model", title(ControlChecks.model(unit)));
    values.put("Weight", Double.toString(unit.weight()));
    values.put("Resize Mode", label(RESIZE, unit.resizeMode()));
    List<Double> thresholds = unit.preprocessor().thresholds();
    for (int i = 0; i < thresholds.size(); i++) {
      values.put(i == 0 ? "Threshold A" : "Threshold B", thresholds.get(i).toString());
    }
    values.put("Guidance Start", Double.toString(unit.start()));
    values.put("Guidance End", Double.toString(unit.end()));
    values.put("Pixel Perfect", "True");
    values.put("Control Mode", label(MODES, unit.mode()));
    return values.entrySet().stream()
        .map(value -> value.getKey() + ": " + value.getValue())
        .collect(Collectors.joining(", "));
  }

  /** Returns a name without what would end it, and the hash of a file. */
  private static String title(ControlModel model) {
    String name = model.name().replaceAll("[,:]", "_");
    try {
      return model.file().isPresent() ? name + " [" + model.file().get().partHash() + "]" : name;
    } catch (IOException e) {
      LOG.warn("The hash of {} is not recorded, since it can no longer be read: {}", name, e);
      return name;
    }
  }

  private static <T> String label(Map<String, T> labels, T value) {
    return labels.entrySet().stream()
        .filter(entry -> entry.getValue() == value && entry.getKey().length() > 1)
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  /** Returns the units that fields tell of, in the order of their numbers. */
  static List<RecordedControl> read(Map<String, String> fields) {
    Map<Integer, String> units = new TreeMap<>();
    fields.forEach(
        (name, text) -> {
          Matcher field = FIELD.matcher(name);
          if (field.matches()) {
            units.put(Integer.valueOf(field.group(1)), text);
          }
        });
    List<RecordedControl> read = new ArrayList<>();
    units.forEach((index, text) -> read.add(unit(index, values(text))));
    return read;
  }

  private static Map<String, String> values(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String part : text.split(",", -1)) {
      int colon = part.indexOf(':');
      if (colon > 0) {
        values.put(part.substring(0, colon).strip(), part.substring(colon + 1).strip());
      }
    }
    return values;
  }

  private static RecordedControl unit(int index, Map<String, String> values) {
    Matcher model = MODEL.matcher(values.getOrDefault("Model", ""));
    boolean named = model.matches();
    double start = number(values, "Guidance Start", share -> share >= 0 && share <= 1).orElse(0.0);
    List<Double> thresholds = new ArrayList<>();
    number(values, "Threshold A", a -> a >= 0).ifPresent(thresholds::add);
    if (!thresholds.isEmpty()) {
      number(values, "Threshold B", b -> b >= 0).ifPresent(thresholds::add);
    }
    return new RecordedControl(
        index,
        values.getOrDefault("Module", "none"),
        named ? model.group(1) : "",
        named ? Optional.ofNullable(model.group(2)) : Optional.empty(),
        number(values, "Weight", weight -> weight >= 0 && weight <= HIGHEST_WEIGHT).orElse(1.0),
        start,
        number(values, "Guidance End", share -> share >= start && share <= 1).orElse(1.0),
        MODES.getOrDefault(values.getOrDefault("Control Mode", ""), ControlMode.BALANCED),
        RESIZE.getOrDefault(values.getOrDefault("Resize Mode", ""), ResizeMode.CROP_AND_RESIZE),
        thresholds);
  }

  private static Optional<Double> number(
      Map<String, String> values, String name, Predicate<Double> allowed) {
    try {
      return Optional.ofNullable(values.get(name)).map(Double::valueOf).filter(allowed);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
