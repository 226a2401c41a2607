package io.pentimento.checkpoint;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of a safetensors header: strictly, token by token, each name once. */
final class SafetensorsHeaderParser {
  private static final int MOST_DIMENSIONS = 64;

  private final Path path;
  private final ByteBuffer json;
  private final Map<String, SafetensorsHeader.Entry> entries = new LinkedHashMap<>();
  private @Nullable Map<String, String> metadata;

  SafetensorsHeaderParser(Path path, ByteBuffer json) {
    this.path = path;
    this.json = json;
  }

  SafetensorsHeader parse(long dataStart) throws ModelFormatException {
    if (!json.hasRemaining() || json.get(json.position()) != '{') {
      throw new ModelFormatException(
          path, "the header must be a JSON object that starts with '{'.");
    }
    try (JsonReader reader = StrictJson.reader(json)) {
      header(reader);
    } catch (ModelFormatException e) {
      throw e;
    } catch (IOException | IllegalStateException | NumberFormatException e) {
      throw new ModelFormatException(
          path, null, "the header is not valid JSON: " + StrictJson.reason(e), e);
    }
    return new SafetensorsHeader(dataStart, entries, metadata == null ? Map.of() : metadata);
  }

  private void header(JsonReader reader) throws IOException {
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (name.equals("__metadata__")) {
        metadata(reader);
      } else if (entries.put(name, entry(reader, name)) != null) {
        throw refuse(name, "is described twice. Each name must occur once.");
      }
    }
    reader.endObject();
    StrictJson.end(reader);
  }

  private void metadata(JsonReader reader) throws IOException {
    if (metadata != null) {
      throw refuse("__metadata__", "occurs twice. Each name must occur once.");
    }
    Map<String, String> notes = new LinkedHashMap<>();
    expect(reader, "__metadata__", "__metadata__", JsonToken.BEGIN_OBJECT);
    reader.beginObject();
    while (reader.hasNext()) {
      String key = reader.nextName();
      expect(reader, "__metadata__", key, JsonToken.STRING);
      if (notes.put(key, reader.nextString()) != null) {
        throw refuse("__metadata__", "has the key '" + Printable.of(key) + "' twice.");
      }
    }
    reader.endObject();
    metadata = notes;
  }

  private SafetensorsHeader.Entry entry(JsonReader reader, String name) throws IOException {
    TensorType type = null;
    List<Long> shape = null;
    List<Long> offsets = null;
    expect(reader, name, "its description", JsonToken.BEGIN_OBJECT);
    reader.beginObject();
    while (reader.hasNext()) {
      String key = reader.nextName();
      switch (key) {
        case "dtype" -> {
          once(name, key, type);
          type = type(reader, name);
        }
        case "shape" -> {
          once(name, key, shape);
          shape = sizes(reader, name, key);
        }
        case "data_offsets" -> {
          once(name, key, offsets);
          offsets = sizes(reader, name, key);
        }
        default -> reader.skipValue();
      }
    }
    reader.endObject();
    if (type == null || shape == null || offsets == null || offsets.size() != 2) {
      throw refuse(name, "must have a dtype, a shape and two data_offsets.");
    }
    return checked(new TensorInfo(name, type, shape), offsets.get(0), offsets.get(1));
  }

  private SafetensorsHeader.Entry checked(TensorInfo info, long begin, long end)
      throws ModelFormatException {
    long bytes;
    try {
      bytes = Math.multiplyExact(info.elements(), (long) info.type().bytes());
    } catch (ArithmeticException e) {
      throw new ModelFormatException(
          path,
          info.name(),
          "has the shape " + info.shape() + ", whose size in bytes overflows.",
          e);
    }
    if (end - begin != bytes) {
      throw refuse(
          info.name(),
          "is "
              + info.type()
              + " of shape "
              + info.shape()
              + ", which takes "
              + bytes
              + " bytes, but its offsets "
              + begin
              + " to "
              + end
              + " hold "
              + (end - begin)
              + ".");
    }
    return new SafetensorsHeader.Entry(info, begin, end);
  }

  private TensorType type(JsonReader reader, String name) throws IOException {
    expect(reader, name, "dtype", JsonToken.STRING);
    String dtype = reader.nextString();
    for (TensorType type : TensorType.values()) {
      if (type.name().equals(dtype)) {
        return type;
      }
    }
    throw refuse(
        name,
        "has the dtype '"
            + Printable.of(dtype)
            + "', but those read are "
            + List.of(TensorType.values())
            + ". Convert the file to one of them.");
  }

  private List<Long> sizes(JsonReader reader, String name, String key) throws IOException {
    expect(reader, name, key, JsonToken.BEGIN_ARRAY);
    List<Long> sizes = new ArrayList<>();
    reader.beginArray();
    while (reader.hasNext()) {
      expect(reader, name, key, JsonToken.NUMBER);
      String digits = reader.nextString();
      if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
        throw refuse(
            name,
            key + " must hold whole numbers from 0 on, but has " + Printable.of(digits) + ".");
      }
      sizes.add(Long.parseLong(digits));
      if (sizes.size() > MOST_DIMENSIONS) {
        throw refuse(name, key + " has more than " + MOST_DIMENSIONS + " numbers.");
      }
    }
    reader.endArray();
    return sizes;
  }

  private void expect(JsonReader reader, String name, String key, JsonToken token)
      throws IOException {
    JsonToken actual = reader.peek();
    if (actual != token) {
      throw refuse(
          name, Printable.of(key) + " must be a JSON " + token + ", but is a " + actual + ".");
    }
  }

  private void once(String name, String key, @Nullable Object earlier) throws ModelFormatException {
    if (earlier != null) {
      throw refuse(name, "has " + key + " twice.");
    }
  }

  private ModelFormatException refuse(String name, String reason) {
    return new ModelFormatException(path, name, reason, null);
  }
}
