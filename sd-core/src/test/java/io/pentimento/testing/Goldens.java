package io.pentimento.testing;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The folder of reference inputs and outputs, {@code -Dsd.goldens=DIR}. A file that a set lacks is
 * reported as skipped.
 */
public final class Goldens {
  private Goldens() {}

  /** Returns the folder that holds {@code generation/ inpaint/ models/ vision/}. */
  public static Path directory() {
    String directory = System.getProperty("sd.goldens");
    if (directory == null) {
      throw new IllegalStateException(
          "The system property sd.goldens must name the folder of golden files.");
    }
    return Path.of(directory);
  }

  /** Returns a file or folder of the set, or skips the test where the set lacks it. */
  public static Path path(String relative) {
    Path path = directory().resolve(relative);
    Assumptions.assumeTrue(Files.exists(path), () -> "this golden set has no " + relative);
    return path;
  }

  /** Tells whether the set has a file or folder. */
  public static boolean has(String relative) {
    return Files.exists(directory().resolve(relative));
  }

  /** Reads a text file of the set, or skips the test where the set lacks it. */
  public static String text(String relative) {
    try {
      return Files.readString(path(relative));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a JSON file of the set, or skips the test where the set lacks it. */
  public static JsonObject json(String relative) {
    return JsonParser.parseString(text(relative)).getAsJsonObject();
  }

  /**
   * Reads the objects of a list in a JSON file of the set, or skips the test where the set lacks
   * either.
   */
  public static Stream<JsonObject> objects(String relative, String list) {
    JsonElement found = json(relative).get(list);
    Assumptions.assumeTrue(
        found != null && found.isJsonArray(), () -> relative + " of this set has no " + list);
    return JsonNumbers.elements(found).map(JsonElement::getAsJsonObject);
  }

  /** Reads an object in a JSON file of the set, or skips the test where the set lacks either. */
  public static JsonObject object(String relative, String name) {
    JsonElement found = json(relative).get(name);
    Assumptions.assumeTrue(
        found != null && found.isJsonObject(), () -> relative + " of this set has no " + name);
    return found.getAsJsonObject();
  }

  /**
   * Reads all numeric tensors of a safetensors file of the set, or skips the test where the set
   * lacks it.
   */
  public static Map<String, GoldenTensor> tensors(String relative) {
    try {
      ByteBuffer file =
          ByteBuffer.wrap(Files.readAllBytes(path(relative))).order(ByteOrder.LITTLE_ENDIAN);
      int headerLength = Math.toIntExact(file.getLong());
      byte[] header = new byte[headerLength];
      file.get(header);
      int start = file.position();
      Map<String, GoldenTensor> tensors = new LinkedHashMap<>();
      JsonParser.parseString(new String(header, StandardCharsets.UTF_8))
          .getAsJsonObject()
          .entrySet()
          .stream()
          .filter(entry -> !entry.getKey().equals("__metadata__"))
          .forEach(
              entry ->
                  tensors.put(
                      entry.getKey(), tensor(entry.getValue().getAsJsonObject(), file, start)));
      return tensors;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GoldenTensor tensor(JsonObject entry, ByteBuffer file, int start) {
    long[] shape =
        entry.getAsJsonArray("shape").asList().stream().mapToLong(JsonElement::getAsLong).toArray();
    int at = start + entry.getAsJsonArray("data_offsets").get(0).getAsInt();
    int end = start + entry.getAsJsonArray("data_offsets").get(1).getAsInt();
    ByteBuffer data = file.slice(at, end - at).order(ByteOrder.LITTLE_ENDIAN);
    double[] values =
        switch (entry.get("dtype").getAsString()) {
          case "F32" -> {
            double[] floats = new double[(end - at) / 4];
            for (int i = 0; i < floats.length; i++) {
              floats[i] = data.getFloat(4 * i);
            }
            yield floats;
          }
          case "I64" -> {
            double[] longs = new double[(end - at) / 8];
            for (int i = 0; i < longs.length; i++) {
              longs[i] = data.getLong(8 * i);
            }
            yield longs;
          }
          case "U8" -> {
            double[] bytes = new double[end - at];
            for (int i = 0; i < bytes.length; i++) {
              bytes[i] = data.get(i) & 0xff;
            }
            yield bytes;
          }
          default -> new double[0];
        };
    return new GoldenTensor(shape, values);
  }
}
