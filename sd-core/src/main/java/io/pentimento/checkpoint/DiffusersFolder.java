package io.pentimento.checkpoint;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model in the layout of the diffusers library: {@code model_index.json} and a folder for each
 * part.
 */
public final class DiffusersFolder {
  private static final String INDEX = "model_index.json";
  private static final long LONGEST_INDEX = 1L << 20;

  private final Path path;
  private final Optional<String> variant;
  private final String pipeline;
  private final Map<String, Component> components;
  private final Map<String, Boolean> flags;

  private DiffusersFolder(Path path, Optional<String> variant, Index index) {
    this.path = path;
    this.variant = variant;
    this.pipeline = index.pipeline;
    this.components = Collections.unmodifiableMap(index.components);
    this.flags = Map.copyOf(index.flags);
  }

  /**
   * What the index says of a part.
   *
   * @param library the Python library, such as {@code diffusers}
   * @param className the class in it, such as {@code UNet2DConditionModel}
   */
  public record Component(String library, String className) {}

  /**
   * Opens a folder.
   *
   * @param variant the infix of the weight files to prefer, such as {@code fp16}
   * @throws ModelFormatException if there is no model index, or it is damaged
   * @throws IOException if reading fails
   */
  public static DiffusersFolder open(Path path, Optional<String> variant) throws IOException {
    Path index = path.resolve(INDEX);
    if (!Files.isRegularFile(index)) {
      throw new ModelFormatException(
          path,
          "a model folder must hold "
              + INDEX
              + ", but "
              + (Files.isDirectory(path)
                  ? "this does not. Pass the folder that has unet, vae and text_encoder."
                  : "this is no folder."));
    }
    if (Files.size(index) > LONGEST_INDEX) {
      throw new ModelFormatException(
          index, "a model index has at most " + LONGEST_INDEX + " bytes.");
    }
    return new DiffusersFolder(path, variant, new Index(index).read());
  }

  /** Returns the folder. */
  public Path path() {
    return path;
  }

  /**
   * Returns the class name of the pipeline that the folder was saved by; empty when it names none.
   */
  public String pipeline() {
    return pipeline;
  }

  /** Returns the parts that the index lists with a class, in its order. */
  public Map<String, Component> components() {
    return components;
  }

  /** Returns a setting of the pipeline that is true or false, if the index has it. */
  public Optional<Boolean> flag(String name) {
    return Optional.ofNullable(flags.get(name));
  }

  /**
   * Returns the folder of a part.
   *
   * @throws ModelFormatException if the index does not list the part, or its folder is missing
   */
  public ComponentFolder component(String name) throws ModelFormatException {
    if (!components.containsKey(name)) {
      throw new ModelFormatException(
          path,
          name,
          "the model index lists no such part. It has " + components.keySet() + ".",
          null);
    }
    Path folder = path.resolve(name);
    if (!Files.isDirectory(folder)) {
      throw new ModelFormatException(
          path, name, "the model index lists this part, but its folder is missing.", null);
    }
    return ComponentFolder.of(folder, variant);
  }

  /**
   * Reads {@code scheduler/scheduler_config.json}.
   *
   * @throws ModelFormatException if it is missing or no JSON object
   * @throws IOException if reading fails
   */
  public ComponentConfig schedulerConfig() throws IOException {
    return component("scheduler").config("scheduler_config.json");
  }

  /**
   * Returns the folder of a tokenizer, where it is listed and there.
   *
   * @param name {@code tokenizer} or {@code tokenizer_2}
   */
  public Optional<Path> tokenizer(String name) {
    return Optional.of(path.resolve(name))
        .filter(folder -> components.containsKey(name) && Files.isDirectory(folder));
  }

  /**
   * Checks that parts with weights are complete, before work starts on the first of them.
   *
   * @param names the parts that a pipeline needs, each with settings and weights
   * @throws ModelFormatException if anything is missing: one message with all of it
   */
  public void require(Collection<String> names) throws ModelFormatException {
    List<String> missing = new ArrayList<>();
    for (String name : names) {
      Path folder = path.resolve(name);
      if (!components.containsKey(name)) {
        missing.add(name + " in " + INDEX);
      } else if (!Files.isDirectory(folder)) {
        missing.add("the folder " + name);
      } else {
        if (!Files.isRegularFile(folder.resolve("config.json"))) {
          missing.add(name + "/config.json");
        }
        if (ComponentFolder.of(folder, variant).weightsFile().isEmpty()) {
          missing.add("weights in " + name);
        }
      }
    }
    if (!missing.isEmpty()) {
      throw new ModelFormatException(
          path, "the model is incomplete, it lacks: " + String.join(", ", missing) + ".");
    }
  }

  /** The parser of the index. */
  private static final class Index {
    private final Path file;
    private final Map<String, Component> components = new LinkedHashMap<>();
    private final Map<String, Boolean> flags = new LinkedHashMap<>();
    private String pipeline = "";

    Index(Path file) {
      this.file = file;
    }

    Index read() throws IOException {
      try (JsonReader reader = StrictJson.reader(ByteBuffer.wrap(Files.readAllBytes(file)))) {
        reader.beginObject();
        while (reader.hasNext()) {
          readEntry(reader, reader.nextName());
        }
        reader.endObject();
        StrictJson.end(reader);
        return this;
      } catch (ModelFormatException e) {
        throw e;
      } catch (IOException | IllegalStateException e) {
        throw new ModelFormatException(
            file, null, "the index is not valid JSON: " + StrictJson.reason(e), e);
      }
    }

    private void readEntry(JsonReader reader, String key) throws IOException {
      if (key.equals("_class_name") && reader.peek() == JsonToken.STRING) {
        pipeline = reader.nextString();
      } else if (reader.peek() == JsonToken.BOOLEAN) {
        flags.put(key, reader.nextBoolean());
      } else if (key.startsWith("_") || reader.peek() != JsonToken.BEGIN_ARRAY) {
        reader.skipValue(); // another setting of the pipeline
      } else {
        readComponent(reader, key);
      }
    }

    private void readComponent(JsonReader reader, String key) throws IOException {
      List<@Nullable String> pair = new ArrayList<>();
      reader.beginArray();
      while (reader.hasNext() && pair.size() < 2) {
        pair.add(nextName(reader, key));
      }
      if (pair.size() != 2 || reader.hasNext()) {
        throw new ModelFormatException(file, key, "must be a library and a class.", null);
      }
      reader.endArray();
      String library = pair.get(0);
      String className = pair.get(1);
      if (library == null || className == null) {
        return;
      }
      if (!PlainName.isPlain(key)) {
        throw new ModelFormatException(
            file, key, "a part must have a plain name, since it is that of a folder.", null);
      }
      components.put(key, new Component(library, className));
    }

    private @Nullable String nextName(JsonReader reader, String key) throws IOException {
      JsonToken token = reader.peek();
      if (token == JsonToken.NULL) {
        reader.nextNull();
        return null;
      }
      if (token != JsonToken.STRING) {
        throw new ModelFormatException(
            file, key, "must be a library and a class, or null for none.", null);
      }
      return reader.nextString();
    }
  }
}
