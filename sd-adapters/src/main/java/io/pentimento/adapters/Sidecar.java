package io.pentimento.adapters;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What people and Civitai wrote down beside an adapter: {@code ink.json}, in which the WebUI keeps
 * the user's notes, and {@code ink.civitai.info}.
 *
 * @param triggerWords the words to use
 * @param baseModel the name of the model it is for
 */
record Sidecar(List<String> triggerWords, Optional<String> baseModel) {
  private static final Logger LOG = LoggerFactory.getLogger(Sidecar.class);
  private static final List<String> ENDINGS = List.of(".json", ".civitai.info");
  private static final long LARGEST = 1 << 22;
  private static final Sidecar NOTHING = new Sidecar(List.of(), Optional.empty());

  Sidecar {
    triggerWords = List.copyOf(triggerWords);
  }

  /** Returns the notes beside an adapter, the user's first. */
  static Sidecar beside(Path adapter, FileCache<Sidecar> cache) {
    List<Sidecar> all = new ArrayList<>();
    for (String ending : ENDINGS) {
      Path file = adapter.resolveSibling(FileNames.stem(adapter) + ending);
      if (Files.isRegularFile(file)) {
        try {
          all.add(cache.get(file));
        } catch (IOException e) {
          LOG.warn("{} is not read: {}", file, e.getMessage());
        }
      }
    }
    return new Sidecar(
        all.stream()
            .map(Sidecar::triggerWords)
            .filter(words -> !words.isEmpty())
            .findFirst()
            .orElse(List.of()),
        all.stream().map(Sidecar::baseModel).flatMap(Optional::stream).findFirst());
  }

  /** Reads one file; of one that is no JSON object nothing, which is logged. */
  static Sidecar read(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      LOG.warn("{} is not read: it has over {} bytes", file, LARGEST);
      return NOTHING;
    }
    try {
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return JsonParser.parseString(text) instanceof JsonObject object ? of(object) : NOTHING;
    } catch (JsonParseException | NumberFormatException e) {
      LOG.warn("{} is not read: it is damaged JSON", file);
      return NOTHING;
    }
  }

  private static Sidecar of(JsonObject object) {
    List<String> words =
        text(object, "activation text").map(Sidecar::split).orElseGet(() -> trained(object));
    return new Sidecar(
        words,
        text(object, "sd version")
            .filter(version -> !version.equalsIgnoreCase("unknown"))
            .or(() -> text(object, "baseModel")));
  }

  private static List<String> trained(JsonObject object) {
    JsonElement words = object.get("trainedWords");
    if (words == null || !words.isJsonArray()) {
      return List.of();
    }
    return words.getAsJsonArray().asList().stream()
        .filter(JsonElement::isJsonPrimitive)
        .map(JsonElement::getAsString)
        .flatMap(text -> split(text).stream())
        .toList();
  }

  private static Optional<String> text(JsonObject object, String key) {
    JsonElement value = object.get(key);
    return value != null && value.isJsonPrimitive() && !value.getAsString().isBlank()
        ? Optional.of(value.getAsString().strip())
        : Optional.empty();
  }

  /** Returns the tags of a text with commas between them. */
  static List<String> split(String text) {
    return Arrays.stream(text.split(","))
        .map(String::strip)
        .flatMap(tag -> tag.isEmpty() ? Stream.empty() : Stream.of(tag))
        .distinct()
        .toList();
  }
}
