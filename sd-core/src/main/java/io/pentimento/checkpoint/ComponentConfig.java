package io.pentimento.checkpoint;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of one part of a model, from its {@code config.json}. A key that is absent or null
 * has its default; a key that nobody asks for is no error; a value of another kind than asked for
 * is a {@link ModelFormatException}.
 */
public final class ComponentConfig {
  private static final long LONGEST = 16L << 20;
  private static final TypeAdapter<JsonElement> JSON = new Gson().getAdapter(JsonElement.class);

  private final Path path;
  private final JsonObject values;

  private ComponentConfig(Path path, JsonObject values) {
    this.path = path;
    this.values = values;
  }

  /**
   * Reads a file.
   *
   * @throws ModelFormatException if it is not a JSON object
   * @throws IOException if reading fails
   */
  public static ComponentConfig read(Path path) throws IOException {
    if (Files.size(path) > LONGEST) {
      throw new ModelFormatException(path, "a configuration has at most " + LONGEST + " bytes.");
    }
    try {
      return parse(path, Files.readString(path));
    } catch (CharacterCodingException e) {
      throw new ModelFormatException(path, null, "the configuration is not UTF-8.", e);
    }
  }

  /**
   * Reads a text.
   *
   * @param origin where it is from, for messages
   * @throws ModelFormatException if it is not a JSON object
   */
  public static ComponentConfig parse(Path origin, String json) throws ModelFormatException {
    try (JsonReader reader = new JsonReader(new StringReader(json))) {
      // Python writes -Infinity into scheduler configurations, which strict JSON has no word for.
      reader.setStrictness(Strictness.LENIENT);
      if (reader.peek() != JsonToken.BEGIN_OBJECT) {
        throw new ModelFormatException(origin, "a configuration must be a JSON object.");
      }
      JsonObject values = JSON.read(reader).getAsJsonObject();
      StrictJson.end(reader);
      return new ComponentConfig(origin, values);
    } catch (ModelFormatException e) {
      throw e;
    } catch (IOException | JsonParseException | IllegalStateException | NumberFormatException e) {
      throw new ModelFormatException(
          origin, null, "the configuration is not valid JSON: " + StrictJson.reason(e), e);
    }
  }

  /** Returns the file, for messages. */
  public Path path() {
    return path;
  }

  /** Returns the settings as JSON. */
  public String json() {
    return values.toString();
  }

  /** Returns all keys, also those whose value is null. */
  public Set<String> keys() {
    return Collections.unmodifiableSet(values.keySet());
  }

  /** Tells whether a key is there with a value other than null. */
  public boolean has(String key) {
    return value(key).isPresent();
  }

  /** Returns the settings that stand under a key, if there are such. */
  public Optional<ComponentConfig> object(String key) throws ModelFormatException {
    Optional<JsonElement> value = value(key);
    if (value.isPresent() && !value.get().isJsonObject()) {
      throw wrong(key, "an object", value.get());
    }
    return value.map(found -> new ComponentConfig(path, found.getAsJsonObject()));
  }

  /** Returns a whole number, or its default. */
  public int integer(String key, int absent) throws ModelFormatException {
    Optional<Integer> value = integer(key);
    return value.isPresent() ? value.get() : absent;
  }

  /** Returns a whole number, if there is one. */
  public Optional<Integer> integer(String key) throws ModelFormatException {
    Optional<JsonElement> value = value(key);
    return value.isPresent() ? Optional.of(asInteger(key, value.get())) : Optional.empty();
  }

  /** Returns a number, or its default. */
  public double decimal(String key, double absent) throws ModelFormatException {
    Optional<Double> value = decimal(key);
    return value.isPresent() ? value.get() : absent;
  }

  /** Returns a number, if there is one. */
  public Optional<Double> decimal(String key) throws ModelFormatException {
    Optional<JsonElement> value = value(key);
    return value.isPresent() ? Optional.of(asDecimal(key, value.get())) : Optional.empty();
  }

  /** Returns a text, or its default. */
  public String text(String key, String absent) throws ModelFormatException {
    return text(key).orElse(absent);
  }

  /** Returns a text, if there is one. */
  public Optional<String> text(String key) throws ModelFormatException {
    Optional<JsonElement> value = value(key);
    return value.isPresent() ? Optional.of(asText(key, value.get())) : Optional.empty();
  }

  /** Returns a truth value, or its default. */
  public boolean flag(String key, boolean absent) throws ModelFormatException {
    Optional<JsonElement> value = value(key);
    if (value.isEmpty()) {
      return absent;
    }
    if (value.get() instanceof JsonPrimitive primitive && primitive.isBoolean()) {
      return primitive.getAsBoolean();
    }
    throw wrong(key, "true or false", value.get());
  }

  /** Returns a list of whole numbers, or its default. */
  public List<Integer> ints(String key, List<Integer> absent) throws ModelFormatException {
    return list(key, this::asInteger).orElse(absent);
  }

  /** Returns a list of numbers, if there is one. */
  public Optional<List<Double>> decimals(String key) throws ModelFormatException {
    return list(key, this::asDecimal);
  }

  /** Returns the numbers of an object by their names; empty where there is none. */
  public Map<String, Double> numbersByName(String key) throws ModelFormatException {
    Optional<JsonElement> value = value(key);
    if (value.isEmpty()) {
      return Map.of();
    }
    if (!value.get().isJsonObject()) {
      throw wrong(key, "numbers by name", value.get());
    }
    Map<String, Double> numbers = new LinkedHashMap<>();
    for (Map.Entry<String, JsonElement> entry : value.get().getAsJsonObject().entrySet()) {
      numbers.put(entry.getKey(), asDecimal(key, entry.getValue()));
    }
    return Collections.unmodifiableMap(numbers);
  }

  /** Returns a list of texts, or its default. */
  public List<String> texts(String key, List<String> absent) throws ModelFormatException {
    return list(key, this::asText).orElse(absent);
  }

  /**
   * Returns one whole number for each level of a network, where the file has such a list or one
   * number for all.
   *
   * @param levels how many there must be
   * @param absent the default for all levels
   */
  public List<Integer> perLevel(String key, int levels, int absent) throws ModelFormatException {
    Optional<JsonElement> value = value(key);
    if (value.isEmpty() || !value.get().isJsonArray()) {
      return Collections.nCopies(levels, integer(key, absent));
    }
    List<Integer> numbers = ints(key, List.of());
    if (numbers.size() != levels) {
      throw new ModelFormatException(
          path,
          key,
          "must be one number or a list of "
              + levels
              + ", one for each level, but is "
              + numbers
              + ".",
          null);
    }
    return numbers;
  }

  /**
   * Refuses a value that is well-formed but not offered.
   *
   * @param holds what must hold
   * @param rule the rule in words, following the key: "must be 3"
   * @throws ModelFormatException if it does not hold
   */
  public void check(String key, boolean holds, String rule) throws ModelFormatException {
    if (!holds) {
      throw new ModelFormatException(path, key, rule + ", but is " + values.get(key) + ".", null);
    }
  }

  /**
   * Refuses a text other than the one that is offered; an absent key is that one.
   *
   * @throws ModelFormatException if it is another
   */
  public void requireText(String key, String offered) throws ModelFormatException {
    check(key, text(key, offered).equals(offered), "must be " + offered);
  }

  private interface Reading<T> {
    T read(String key, JsonElement value) throws ModelFormatException;
  }

  private <T> Optional<List<T>> list(String key, Reading<T> reading) throws ModelFormatException {
    Optional<JsonElement> value = value(key);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (!value.get().isJsonArray()) {
      throw wrong(key, "a list", value.get());
    }
    List<T> list = new ArrayList<>();
    for (JsonElement element : value.get().getAsJsonArray()) {
      list.add(reading.read(key, element));
    }
    return Optional.of(List.copyOf(list));
  }

  private Optional<JsonElement> value(String key) {
    return Optional.ofNullable(values.get(key)).filter(value -> !value.isJsonNull());
  }

  private int asInteger(String key, JsonElement value) throws ModelFormatException {
    if (value instanceof JsonPrimitive primitive && primitive.isNumber()) {
      try {
        return new BigDecimal(primitive.getAsString()).intValueExact();
      } catch (ArithmeticException | NumberFormatException e) {
        throw wrong(key, "a whole number", value);
      }
    }
    throw wrong(key, "a whole number", value);
  }

  private double asDecimal(String key, JsonElement value) throws ModelFormatException {
    if (value instanceof JsonPrimitive primitive && !primitive.isBoolean()) {
      String word = primitive.getAsString();
      if (primitive.isNumber()
          || word.equals("NaN")
          || word.equals("Infinity")
          || word.equals("-Infinity")) {
        try {
          return Double.parseDouble(word);
        } catch (NumberFormatException e) {
          throw wrong(key, "a number", value);
        }
      }
    }
    throw wrong(key, "a number", value);
  }

  private String asText(String key, JsonElement value) throws ModelFormatException {
    if (value instanceof JsonPrimitive primitive && primitive.isString()) {
      return primitive.getAsString();
    }
    throw wrong(key, "a text", value);
  }

  private ModelFormatException wrong(String key, String expected, JsonElement value) {
    String shown =
        value.isJsonPrimitive()
            ? value.toString()
            : value.isJsonArray() ? "a list" : "no plain value";
    return new ModelFormatException(
        path, key, "must be " + expected + ", but is " + Printable.of(shown) + ".", null);
  }
}
