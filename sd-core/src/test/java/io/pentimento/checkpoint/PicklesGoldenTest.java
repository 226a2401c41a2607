package io.pentimento.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.Goldens;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The container samples: what the reference refuses is refused, what it reads has the same bytes.
 */
class PicklesGoldenTest {
  private static final String FOLDER = "models/pickles/";

  /** Accepted by the reference library, though the format forbids a name that occurs twice. */
  private static final Set<String> REFUSED_BY_US_ALONE = Set.of("bad_dup.safetensors");

  @TestFactory
  Stream<DynamicTest> verdicts() {
    return Goldens.json(FOLDER + "verdicts.json").entrySet().stream()
        .map(
            verdict ->
                DynamicTest.dynamicTest("verdicts.json " + verdict.getKey(), () -> check(verdict)));
  }

  private static void check(Map.Entry<String, JsonElement> verdict) throws IOException {
    Path path = Goldens.path(FOLDER + verdict.getKey());
    String expected = verdict.getValue().getAsString();
    if (expected.startsWith("refused") || REFUSED_BY_US_ALONE.contains(verdict.getKey())) {
      assertThatThrownBy(() -> readAll(path))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining(verdict.getKey());
      return;
    }
    List<String> read = readAll(path);
    if (expected.startsWith("accepted: ")) {
      assertThat(String.join(", ", new TreeSet<>(read)))
          .isEqualTo(expected.substring("accepted: ".length()));
    }
  }

  /** Reads all there is, and returns names with shapes. */
  private static List<String> readAll(Path path) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(path)) {
      for (String name : checkpoint.names()) {
        assertThat(TensorValues.floats(checkpoint, name))
            .hasSize((int) checkpoint.info(name).elements());
      }
      return checkpoint.names().stream().map(name -> name + shape(checkpoint, name)).toList();
    }
  }

  private static List<Long> shape(Checkpoint checkpoint, String name) {
    try {
      return checkpoint.info(name).shape();
    } catch (ModelFormatException e) {
      throw new AssertionError(e);
    }
  }

  @TestFactory
  Stream<DynamicTest> values() throws IOException {
    try (Checkpoint expected =
        SafetensorsFile.open(Goldens.path(FOLDER + "expected.safetensors"))) {
      Set<String> names = expected.names();
      return Stream.of("zip.pt", "legacy.pt", "zip_nested.ckpt")
          .flatMap(
              file ->
                  names.stream()
                      .map(
                          name ->
                              DynamicTest.dynamicTest(
                                  file + " " + name, () -> sameTensor(file, name))));
    }
  }

  private static void sameTensor(String file, String name) throws IOException {
    try (Checkpoint expected = SafetensorsFile.open(Goldens.path(FOLDER + "expected.safetensors"));
        Checkpoint actual = TorchFile.open(Goldens.path(FOLDER + file))) {
      assertThat(actual.names()).containsExactlyInAnyOrderElementsOf(expected.names());
      assertThat(actual.info(name)).isEqualTo(expected.info(name));
      assertThat(bytes(actual.bytes(name))).isEqualTo(bytes(expected.bytes(name)));
      GoldenTensor golden = Goldens.tensors(FOLDER + "expected.safetensors").get(name);
      if (golden.values().length > 0) {
        assertThat(TensorValues.floats(actual, name)).isEqualTo(golden.floats());
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> sharedStorages() {
    return Stream.of("zip_shared.pt", "legacy_shared.pt")
        .map(file -> DynamicTest.dynamicTest(file, () -> sharedStorage(file)));
  }

  private static void sharedStorage(String file) throws IOException {
    GoldenTensor expected = Goldens.tensors(FOLDER + "expected.safetensors").get("f32");
    int width = (int) expected.shape()[1];
    try (TorchFile actual = TorchFile.open(Goldens.path(FOLDER + file))) {
      assertThat(TensorValues.floats(actual, "a")).isEqualTo(expected.floats());
      assertThat(TensorValues.floats(actual, "alias")).isEqualTo(expected.floats());
      assertThat(TensorValues.floats(actual, "tail"))
          .isEqualTo(Arrays.copyOfRange(expected.floats(), 2 * width, 3 * width));
      Map<?, ?> content = (Map<?, ?>) actual.content();
      assertThat(((TorchTensor) content.get("tail")).storage())
          .isEqualTo(((TorchTensor) content.get("a")).storage());
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    assertThat(buffer.isDirect()).isTrue();
    assertThat(buffer.isReadOnly()).isTrue();
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
