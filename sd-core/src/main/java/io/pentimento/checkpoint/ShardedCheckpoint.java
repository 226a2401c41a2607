package io.pentimento.checkpoint;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A model whose tensors are spread over several files beside an index ({@code
 * *.safetensors.index.json}).
 */
public final class ShardedCheckpoint implements Checkpoint {
  private static final long LONGEST_INDEX = 100_000_000;

  private final Path index;
  private final Map<String, String> shardOfTensor;
  private final Map<String, Checkpoint> shards;

  private ShardedCheckpoint(
      Path index, Map<String, String> shardOfTensor, Map<String, Checkpoint> shards) {
    this.index = index;
    this.shardOfTensor = shardOfTensor;
    this.shards = shards;
  }

  /**
   * Opens all files that an index names and compares their tensors with it.
   *
   * @param index the index file
   * @throws ModelFormatException if a file is missing or damaged, lies outside the folder of the
   *     index, or has other tensors than the index says
   * @throws IOException if reading fails
   */
  public static ShardedCheckpoint open(Path index) throws IOException {
    Map<String, String> shardOfTensor = weightMap(index);
    Map<String, Checkpoint> shards = new LinkedHashMap<>();
    ShardedCheckpoint opened = new ShardedCheckpoint(index, shardOfTensor, shards);
    try {
      opened.openShards();
      opened.checkNames();
      return opened;
    } catch (IOException | RuntimeException e) {
      try {
        opened.close();
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  private static Map<String, String> weightMap(Path index) throws IOException {
    if (Files.size(index) > LONGEST_INDEX) {
      throw new ModelFormatException(index, "an index has at most " + LONGEST_INDEX + " bytes.");
    }
    Map<String, String> shardOfTensor = new LinkedHashMap<>();
    try (JsonReader reader = StrictJson.reader(ByteBuffer.wrap(Files.readAllBytes(index)))) {
      reader.beginObject();
      while (reader.hasNext()) {
        if (reader.nextName().equals("weight_map")) {
          readWeightMap(index, reader, shardOfTensor);
        } else {
          reader.skipValue();
        }
      }
      reader.endObject();
      StrictJson.end(reader);
    } catch (ModelFormatException e) {
      throw e;
    } catch (IOException | IllegalStateException e) {
      throw new ModelFormatException(
          index, null, "the index is not valid JSON: " + StrictJson.reason(e), e);
    }
    if (shardOfTensor.isEmpty()) {
      throw new ModelFormatException(
          index, "an index must have a weight_map from tensor names to file names.");
    }
    return shardOfTensor;
  }

  private static void readWeightMap(Path index, JsonReader reader, Map<String, String> target)
      throws IOException {
    reader.beginObject();
    while (reader.hasNext()) {
      String tensor = reader.nextName();
      if (reader.peek() != JsonToken.STRING) {
        throw new ModelFormatException(index, tensor, "its file name must be a string.", null);
      }
      if (target.put(tensor, reader.nextString()) != null) {
        throw new ModelFormatException(index, tensor, "occurs twice in the weight_map.", null);
      }
    }
    reader.endObject();
  }

  private void openShards() throws IOException {
    Set<String> missing = new TreeSet<>();
    for (String shard : new LinkedHashSet<>(shardOfTensor.values())) {
      if (!PlainName.isPlain(shard) || shard.endsWith(".json")) {
        throw new ModelFormatException(
            index,
            "a weight file must lie beside its index, but the index names '"
                + Printable.of(shard)
                + "'.");
      }
      Path path = index.resolveSibling(shard);
      if (Files.isRegularFile(path)) {
        shards.put(shard, FileFormat.of(path).open(path));
      } else {
        missing.add(shard);
      }
    }
    if (!missing.isEmpty()) {
      throw new ModelFormatException(
          index, "these of its weight files are missing: " + String.join(", ", missing));
    }
  }

  private void checkNames() throws ModelFormatException {
    for (Map.Entry<String, String> entry : shardOfTensor.entrySet()) {
      if (!shard(entry.getValue()).names().contains(entry.getKey())) {
        throw new ModelFormatException(
            index,
            entry.getKey(),
            "should be in " + Printable.of(entry.getValue()) + ", but is not.",
            null);
      }
    }
    for (Map.Entry<String, Checkpoint> shard : shards.entrySet()) {
      for (String tensor : shard.getValue().names()) {
        if (!shard.getKey().equals(shardOfTensor.get(tensor))) {
          throw new ModelFormatException(
              index,
              tensor,
              "is in " + Printable.of(shard.getKey()) + ", but the index does not say so.",
              null);
        }
      }
    }
  }

  @Override
  public Path path() {
    return index;
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(shardOfTensor.keySet());
  }

  @Override
  public TensorInfo info(String name) throws ModelFormatException {
    return holder(name).info(name);
  }

  @Override
  public ByteBuffer bytes(String name) throws IOException {
    return holder(name).bytes(name);
  }

  @Override
  public void read(String name, long skip, ByteBuffer target) throws IOException {
    holder(name).read(name, skip, target);
  }

  @Override
  public Map<String, String> metadata() {
    Map<String, String> all = new LinkedHashMap<>();
    shards.values().forEach(shard -> all.putAll(shard.metadata()));
    return Collections.unmodifiableMap(all);
  }

  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (Checkpoint shard : shards.values()) {
      try {
        shard.close();
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private Checkpoint holder(String name) throws ModelFormatException {
    String shard = shardOfTensor.get(name);
    if (shard == null) {
      throw new ModelFormatException(index, name, "there is no tensor of that name.", null);
    }
    return shard(shard);
  }

  private Checkpoint shard(String name) {
    Checkpoint shard = shards.get(name);
    if (shard == null) {
      throw new IllegalStateException(
          "every named shard is opened before use, but " + name + " is not");
    }
    return shard;
  }
}
