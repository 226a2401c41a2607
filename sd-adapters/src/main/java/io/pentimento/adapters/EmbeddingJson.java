package io.pentimento.adapters;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.pentimento.checkpoint.ModelFormatException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON that pictures carry: the dictionary of the WebUI's {@code .pt} files, in which
 * {@code {"TORCHTENSOR": [[...], ...]}} stands for a tensor.
 */
final class EmbeddingJson {
  private static final String TENSOR = "TORCHTENSOR";

  private final Path path;
  private @Nullable String name;
  private @Nullable List<float[]> table;

  private EmbeddingJson(Path path) {
    this.path = path;
  }

  /**
   * Reads an embedding and its word.
   *
   * @throws ModelFormatException if there is none in it
   */
  static EmbeddingTensors.Found read(Path path, byte[] json) throws IOException {
    return new EmbeddingJson(path).read(json);
  }

  private EmbeddingTensors.Found read(byte[] json) throws IOException {
    try (JsonReader reader =
        new JsonReader(
            new InputStreamReader(
                new ByteArrayInputStream(json), StandardCharsets.UTF_8.newDecoder()))) {
      object(reader);
    } catch (MalformedJsonException
        | CharacterCodingException
        | EOFException
        | IllegalStateException
        | NumberFormatException e) {
      throw new ModelFormatException(
          path, null, "the embedding in the picture is damaged JSON. Fetch it again.", e);
    }
    if (table == null) {
      throw new ModelFormatException(
          path, "the text in the picture must hold " + EmbeddingTensors.WORDS + ", but lacks it.");
    }
    float[][] vectors = EmbeddingTensors.checked(path, EmbeddingTensors.WORDS, table);
    return new EmbeddingTensors.Found(
        new EmbeddingVectors(List.<float[][]>of(vectors)), Optional.ofNullable(name));
  }

  private void object(JsonReader reader) throws IOException {
    reader.beginObject();
    while (reader.hasNext()) {
      String key = reader.nextName();
      if (key.equals("name") && reader.peek() == JsonToken.STRING) {
        String text = reader.nextString();
        name = text.isBlank() ? null : text;
      } else if (key.equals(EmbeddingTensors.WORDS)) {
        words(reader);
      } else {
        reader.skipValue();
      }
    }
    reader.endObject();
  }

  private void words(JsonReader reader) throws IOException {
    reader.beginObject();
    while (reader.hasNext()) {
      reader.skipValue(); // The word itself, which is always a star.
      if (table != null) {
        throw new ModelFormatException(
            path, EmbeddingTensors.WORDS, "must hold one word, but holds several.", null);
      }
      tensor(reader);
    }
    reader.endObject();
  }

  private void tensor(JsonReader reader) throws IOException {
    reader.beginObject();
    while (reader.hasNext()) {
      if (reader.nextName().equals(TENSOR)) {
        table = rows(reader);
      } else {
        reader.skipValue();
      }
    }
    reader.endObject();
  }

  private List<float[]> rows(JsonReader reader) throws IOException {
    List<float[]> rows = new ArrayList<>();
    reader.beginArray();
    if (reader.peek() == JsonToken.BEGIN_ARRAY) {
      while (reader.hasNext()) {
        reader.beginArray();
        rows.add(row(reader));
        reader.endArray();
        EmbeddingTensors.checkSize(path, TENSOR, rows.size(), rows.get(0).length);
      }
    } else {
      rows.add(row(reader));
    }
    reader.endArray();
    EmbeddingTensors.checkSize(path, TENSOR, rows.size(), rows.isEmpty() ? 0 : rows.get(0).length);
    int width = rows.get(0).length;
    if (rows.stream().anyMatch(row -> row.length != width)) {
      throw new ModelFormatException(
          path, TENSOR, "must have vectors of one width, but they differ.", null);
    }
    return rows;
  }

  private float[] row(JsonReader reader) throws IOException {
    List<Float> values = new ArrayList<>();
    while (reader.hasNext()) {
      values.add((float) reader.nextDouble());
      if (values.size() > EmbeddingTensors.LARGEST_WIDTH) {
        EmbeddingTensors.checkSize(path, TENSOR, 1, values.size());
      }
    }
    float[] row = new float[values.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = values.get(i);
    }
    return row;
  }
}
