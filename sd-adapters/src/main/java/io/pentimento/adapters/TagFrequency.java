package io.pentimento.adapters;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How often captions had each tag in training, as kohya's scripts note it: JSON of a count for each
 * tag of each folder of pictures.
 */
final class TagFrequency {
  private static final int LONGEST = 1 << 24;

  private TagFrequency() {}

  /** Returns the most frequent tags first; nothing of notes that cannot be read. */
  static List<String> mostFrequent(String json, int limit) {
    if (json.length() > LONGEST) {
      return List.of();
    }
    Map<String, Double> counts = new LinkedHashMap<>();
    try (JsonReader reader = new JsonReader(new StringReader(json))) {
      reader.beginObject();
      while (reader.hasNext()) {
        reader.skipValue(); // The folder's name.
        folder(reader, counts);
      }
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      // Notes are for people: what came before the damage is better than nothing.
      return sorted(counts, limit);
    }
    return sorted(counts, limit);
  }

  private static void folder(JsonReader reader, Map<String, Double> counts) throws IOException {
    if (reader.peek() != JsonToken.BEGIN_OBJECT) {
      reader.skipValue();
      return;
    }
    reader.beginObject();
    while (reader.hasNext()) {
      String tag = reader.nextName().strip();
      if (reader.peek() == JsonToken.NUMBER) {
        counts.merge(tag, reader.nextDouble(), Double::sum);
      } else {
        reader.skipValue();
      }
    }
    reader.endObject();
  }

  private static List<String> sorted(Map<String, Double> counts, int limit) {
    return counts.entrySet().stream()
        .filter(tag -> !tag.getKey().isEmpty())
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .limit(limit)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Returns the tags of a header, if it has any. */
  static Optional<List<String>> of(Map<String, String> header, int limit) {
    return Optional.ofNullable(header.get("ss_tag_frequency"))
        .map(json -> mostFrequent(json, limit))
        .filter(tags -> !tags.isEmpty());
  }
}
