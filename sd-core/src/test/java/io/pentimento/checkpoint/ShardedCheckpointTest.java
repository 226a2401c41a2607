package io.pentimento.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardedCheckpointTest {
  @TempDir Path folder;
  private Path index;

  @BeforeEach
  void writeShards() throws IOException {
    Files.createDirectory(folder.resolve("m"));
    shard("one.safetensors", "a", 1);
    shard("two.safetensors", "b", 2);
    index = folder.resolve("m/model.safetensors.index.json");
  }

  private void shard(String file, String name, float value) throws IOException {
    new SafetensorsWriter()
        .metadata("of", file)
        .add(new TensorInfo(name, TensorType.F32, List.of()), value)
        .write(folder.resolve("m").resolve(file));
  }

  private void refused(String json, String message) throws IOException {
    Files.writeString(index, json);
    assertThatThrownBy(() -> ShardedCheckpoint.open(index))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(index.toString())
        .hasMessageContaining(message);
  }

  @Test
  void open_tensorsOfAllFilesAreRead() throws IOException {
    Files.writeString(
        index,
        "{\"metadata\":{\"total_size\":8},\"weight_map\":{\"b\":\"two.safetensors\",\"a\":\"one.safetensors\"}}");
    Checkpoint sharded = Checkpoint.open(index);
    assertThat(sharded).isInstanceOf(ShardedCheckpoint.class);
    assertThat(sharded.names()).containsExactly("b", "a");
    assertThat(TensorValues.floats(sharded, "a")).containsExactly(1);
    assertThat(TensorValues.floats(sharded, "b")).containsExactly(2);
    assertThat(sharded.info("a").shape()).isEmpty();
    assertThat(sharded.metadata()).isEqualTo(Map.of("of", "one.safetensors"));
    assertThatThrownBy(() -> sharded.info("c")).isInstanceOf(ModelFormatException.class);
    sharded.close();
    assertThatThrownBy(() -> sharded.bytes("a")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void open_missingFilesAreListed() throws IOException {
    refused(
        "{\"weight_map\":{\"a\":\"one.safetensors\",\"c\":\"x3.safetensors\",\"d\":\"x4.safetensors\"}}",
        "these of its weight files are missing: x3.safetensors, x4.safetensors");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret.safetensors",
        "/etc/passwd",
        "sub/one.safetensors",
        "..",
        "",
        "C:one.safetensors",
        "a\\\\b",
        "a..b",
        "model.safetensors.index.json",
        "\\u0000",
        "~"
      })
  void open_filesElsewhereAreRefused(String name) throws IOException {
    new SafetensorsWriter()
        .add(new TensorInfo("a", TensorType.F32, List.of()), 1)
        .write(folder.resolve("secret.safetensors"));
    refused("{\"weight_map\":{\"a\":\"" + name + "\"}}", "a weight file must lie beside its index");
  }

  @Test
  void open_namesMustMatch() throws IOException {
    refused(
        "{\"weight_map\":{\"b\":\"one.safetensors\",\"a\":\"one.safetensors\"}}",
        "b in " + index + ": should be in one.safetensors, but is not");
    shard("one.safetensors", "c", 1);
    refused(
        "{\"weight_map\":{\"c\":\"one.safetensors\",\"b\":\"two.safetensors\",\"a\":\"two.safetensors\"}}",
        "a in ");
    new SafetensorsWriter()
        .add(new TensorInfo("a", TensorType.F32, List.of()), 1)
        .add(new TensorInfo("b", TensorType.F32, List.of()), 1)
        .write(folder.resolve("m/one.safetensors"));
    refused(
        "{\"weight_map\":{\"a\":\"one.safetensors\"}}",
        "is in one.safetensors, but the index does not say so");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"weight_map\":{}}",
        "{\"weight_map\":[]}",
        "{\"weight_map\":{\"a\":1}}",
        "{\"weight_map\":{\"a\":\"one.safetensors\",\"a\":\"one.safetensors\"}}",
        "{\"weight_map\":{\"a\":\"one.safetensors\"}} x",
        "{'weight_map':{'a':'one.safetensors'}}"
      })
  void open_badIndexIsRefused(String json) throws IOException {
    refused(json, "");
  }

  @Test
  void open_damagedShardIsNamed() throws IOException {
    Files.writeString(folder.resolve("m/one.safetensors"), "no");
    Files.writeString(
        index, "{\"weight_map\":{\"b\":\"two.safetensors\",\"a\":\"one.safetensors\"}}");
    assertThatThrownBy(() -> ShardedCheckpoint.open(index))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("one.safetensors: a safetensors file has at least 8 bytes");
  }
}
