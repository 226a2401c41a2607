package io.pentimento.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonElement;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.Goldens;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The container samples: what the reference refuses is refused, what it reads has the same bytes.
 */
class PicklesGoldenTest {
  private static final String FOLDER = "models/pickles/";
  private static final String EXPECTED = FOLDER + "expected.safetensors";

  /**
   * Said of a safetensors file in which a name occurs twice: the reference library accepts it,
   * though the format forbids it.
   */
  private static final String REFUSED_BY_US_ALONE = "is described twice";

  @TestFactory
  Stream<DynamicTest> verdicts() {
    return GoldenCases.of(
        FOLDER + "verdicts.json",
        () ->
            Goldens.json(FOLDER + "verdicts.json").entrySet().stream()
                .map(
                    verdict ->
                        dynamicTest("verdicts.json " + verdict.getKey(), () -> check(verdict))));
  }

  private static void check(Map.Entry<String, JsonElement> verdict) throws IOException {
    Path path = Goldens.path(FOLDER + verdict.getKey());
    String expected = verdict.getValue().getAsString();
    if (expected.startsWith("refused")) {
      assertThatThrownBy(() -> readAll(path))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining(verdict.getKey());
      return;
    }
    try {
      String read = String.join(", ", readAll(path));
      if (expected.startsWith("accepted: ")) {
        assertThat(read).isEqualTo(expected.substring("accepted: ".length()));
      }
    } catch (ModelFormatException e) {
      assertThat(e).hasMessageContaining(verdict.getKey(), REFUSED_BY_US_ALONE);
    }
  }

  /** Reads all there is, and returns names with shapes, in the order of the names. */
  private static List<String> readAll(Path path) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(path)) {
      for (String name : checkpoint.names()) {
        assertThat(TensorValues.floats(checkpoint, name))
            .hasSize((int) checkpoint.info(name).elements());
      }
      return checkpoint.names().stream()
          .sorted()
          .map(name -> name + shape(checkpoint, name))
          .toList();
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
  Stream<DynamicTest> values() {
    return GoldenCases.of(EXPECTED, PicklesGoldenTest::valuesOfFiles);
  }

  private static Stream<DynamicTest> valuesOfFiles() {
    Set<String> names = Goldens.tensors(EXPECTED).keySet();
    return Stream.of("zip.pt", "legacy.pt", "zip_nested.ckpt")
        .flatMap(
            file ->
                names.stream()
                    .map(name -> dynamicTest(file + " " + name, () -> sameTensor(file, name))));
  }

  private static void sameTensor(String file, String name) throws IOException {
    try (Checkpoint expected = SafetensorsFile.open(Goldens.path(EXPECTED));
        Checkpoint actual = TorchFile.open(Goldens.path(FOLDER + file))) {
      assertThat(actual.names()).containsExactlyInAnyOrderElementsOf(expected.names());
      assertThat(actual.info(name)).isEqualTo(expected.info(name));
      assertThat(bytes(actual.bytes(name))).isEqualTo(bytes(expected.bytes(name)));
      GoldenTensor golden = Goldens.tensors(EXPECTED).get(name);
      if (golden.values().length > 0) {
        assertThat(TensorValues.floats(actual, name)).isEqualTo(golden.floats());
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> sharedStorages() {
    return Stream.of("zip_shared.pt", "legacy_shared.pt")
        .map(file -> dynamicTest(file, () -> sharedStorage(file)));
  }

  private static void sharedStorage(String file) throws IOException {
    GoldenTensor expected = Goldens.tensors(EXPECTED).get("f32");
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
