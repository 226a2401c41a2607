package io.pentimento.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsFileTest {
  private static final String ONE =
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";

  @TempDir Path folder;

  private Path write(byte[] content) throws IOException {
    return Files.write(folder.resolve("m.safetensors"), content);
  }

  private void refused(byte[] content, String message) throws IOException {
    Path path = write(content);
    assertThatThrownBy(() -> SafetensorsFile.open(path))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining(message);
  }

  @Test
  void open_namesKeepTheOrderOfTheHeader() throws IOException {
    String header =
        "{\"z\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]},"
            + "\"__metadata__\":{\"format\":\"pt\"},"
            + "\"a\":{\"dtype\":\"I8\",\"shape\":[],\"data_offsets\":[0,1]}}   ";
    try (Checkpoint file =
        SafetensorsFile.open(write(SafetensorsFixture.file(header, new byte[] {-3, (byte) 200})))) {
      assertThat(file.names()).containsExactly("z", "a");
      assertThat(file.metadata()).containsExactly(Map.entry("format", "pt"));
      assertThat(file.info("a")).isEqualTo(new TensorInfo("a", TensorType.I8, List.of()));
      assertThat(TensorValues.floats(file, "a")).containsExactly(-3);
      assertThat(TensorValues.floats(file, "z")).containsExactly(200);
    }
  }

  @Test
  void bytes_misalignedTensorIsRead() throws IOException {
    String header =
        ONE.replace("[0,8]", "[1,9]")
            .replace("}}", "},\"b\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}");
    ByteBuffer data =
        ByteBuffer.allocate(9)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) 7)
            .putFloat(1.5f)
            .putFloat(-2f);
    try (Checkpoint file =
        SafetensorsFile.open(write(SafetensorsFixture.file(header, data.array())))) {
      assertThat(TensorValues.floats(file, "a")).containsExactly(1.5f, -2f);
      assertThat(TensorValues.float32(file, "a").asFloatBuffer().get(1)).isEqualTo(-2f);
      assertThat(file.bytes("a").order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
    }
  }

  @Test
  void open_emptyObjectIsAFileWithoutTensors() throws IOException {
    try (Checkpoint file = SafetensorsFile.open(write(SafetensorsFixture.file("{}", 0)))) {
      assertThat(file.names()).isEmpty();
    }
  }

  @Test
  void open_missingFileIsNoFormatError() {
    assertThatThrownBy(() -> SafetensorsFile.open(folder.resolve("none.safetensors")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void open_folderIsRefused() {
    assertThatThrownBy(() -> SafetensorsFile.open(folder))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("must be a regular file");
  }

  @Test
  void open_lyingLengthIsRefusedBeforeAnythingIsAllocated() throws IOException {
    byte[] content = SafetensorsFixture.file(ONE, 8);
    ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 99_000_000);
    refused(content, "the header is said to have 99000000 bytes, but only 62 follow");
    ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).putLong(0, -1);
    refused(content, "must have at most 100000000 bytes, but is said to have 18446744073709551615");
  }

  @Test
  void open_tellsWhatAWrongFileIs() throws IOException {
    refused(
        "version https://git-lfs.github.com/spec/v1\noid sha256:0".getBytes(StandardCharsets.UTF_8),
        "This is a Git LFS pointer");
    refused(
        "<!DOCTYPE html><html><body>Not found".getBytes(StandardCharsets.UTF_8),
        "This is a web page");
    refused(new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0, 0, 0}, "This is a torch.save file");
    refused(new byte[3], "has at least 8 bytes, but this has 3");
  }

  @Test
  void open_gapsAndOverlapsNameTheTensor() throws IOException {
    String b = "},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[%d,%d]}}";
    refused(
        SafetensorsFixture.file(ONE.replace("}}", String.format(b, 4, 8)), 8),
        "must begin at byte 8 of the data, where the tensor before it ends, but begins at 4: the"
            + " two overlap");
    refused(
        SafetensorsFixture.file(ONE.replace("}}", String.format(b, 12, 16)), 16),
        "b in "
            + folder.resolve("m.safetensors")
            + ": must begin at byte 8 of the data, where the tensor before it ends, but begins at"
            + " 12: there is a hole");
    refused(SafetensorsFixture.file(ONE, 9), "It has bytes that belong to no tensor");
    refused(SafetensorsFixture.file(ONE, 7), "It is cut off");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "",
        " {}",
        "{",
        "{}{}",
        "{} x",
        "nope",
        "{'a':1}",
        "{a:1}",
        "{\"a\":1}",
        "{\"a\":null}",
        "{\"a\":[]}",
        "{\"a\":{}}",
        "{/* c */}",
        "{\"__metadata__\":[]}",
        "{\"__metadata__\":{\"a\":1}}",
        "{\"__metadata__\":{\"a\":\"1\",\"a\":\"1\"}}",
        "{\"__metadata__\":{},\"__metadata__\":{}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"shape\":[2]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8,9]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2.0],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2e0],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[\"2\"],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2,-1],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[02],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[9223372036854775807,9223372036854775815]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2305843009213693954],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"f32\",\"shape\":[2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F4\",\"shape\":[2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":7,\"shape\":[2],\"data_offsets\":[0,8]}}",
      })
  void open_badHeaderIsRefused(String header) throws IOException {
    refused(SafetensorsFixture.file(header, 8), "");
  }

  @Test
  void open_malformedUtf8IsRefused() throws IOException {
    byte[] content = SafetensorsFixture.file(ONE, 8);
    content[10] = (byte) 0xff;
    refused(content, "the header is not valid JSON");
  }

  @Test
  void open_deepNestingIsRefusedWithoutOverflow() throws IOException {
    refused(SafetensorsFixture.file("{\"a\":{\"x\":" + "[".repeat(1_000_000), 0), "not valid JSON");
  }

  @Test
  void open_unknownDtypeIsNamedWithThoseThatAreRead() throws IOException {
    refused(
        SafetensorsFixture.file(ONE.replace("F32", "C64"), 8),
        "has the dtype 'C64', but those read are [F64, F32, F16, BF16, F8_E4M3");
  }

  @Test
  void open_hostileNamesDoNotReachTheTerminal() throws IOException {
    refused(
        SafetensorsFixture.file(
            ONE.replace("\"a\"", "\"a\\u001b[2J\\n\\u202e\"").replace("[2]", "[3]"), 8),
        "a\\u001b[2J\\u000a\\u202e in ");
  }

  @Test
  void info_unknownNameIsRefused() throws IOException {
    try (Checkpoint file = SafetensorsFile.open(write(SafetensorsFixture.file(ONE, 8)))) {
      assertThatThrownBy(() -> file.info("b"))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining("b in ")
          .hasMessageContaining("there is no tensor of that name");
    }
  }

  @Test
  void bytes_afterCloseIsAnIllegalState() throws IOException {
    Checkpoint file = SafetensorsFile.open(write(SafetensorsFixture.file(ONE, 8)));
    ByteBuffer early = file.bytes("a");
    file.close();
    file.close();
    assertThatThrownBy(() -> file.bytes("a"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
    assertThatThrownBy(() -> TensorValues.floats(file, "a"))
        .isInstanceOf(IllegalStateException.class);
    assertThat(file.names()).containsExactly("a");
    assertThat(early.getFloat(0)).isZero();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void open_holdsNoDescriptor() throws IOException {
    Path path = write(SafetensorsFixture.file(ONE, 8));
    try (Checkpoint file = SafetensorsFile.open(path)) {
      assertThat(file.bytes("a").remaining()).isEqualTo(8);
      assertThat(descriptorsOf(path)).isEmpty();
    }
    Files.delete(path);
    assertThat(path).doesNotExist();
  }

  private static List<Path> descriptorsOf(Path path) throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors
          .filter(descriptor -> pointsTo(descriptor, path))
          .collect(Collectors.toList());
    }
  }

  private static boolean pointsTo(Path descriptor, Path path) {
    try {
      return Files.readSymbolicLink(descriptor).equals(path);
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }

  @ParameterizedTest
  @CsvSource({"2147483648", "3221225472", "4294967290"})
  @EnabledOnOs(OS.LINUX)
  void bytes_tensorsBeyondTwoGigabytesAreRead(long gap) throws IOException {
    // A sparse file: the hole takes no space on the disk.
    long chunk = 1L << 30;
    StringBuilder header = new StringBuilder("{");
    long at = 0;
    for (int i = 0; at < gap; i++) {
      long length = Math.min(chunk, gap - at);
      header.append(
          String.format(
              "\"pad%d\":{\"dtype\":\"U8\",\"shape\":[%d],\"data_offsets\":[%d,%d]},",
              i, length, at, at + length));
      at += length;
    }
    header.append(
        String.format(
            "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[%d,%d]}}", at, at + 8));
    byte[] head = SafetensorsFixture.file(header.toString(), 0);
    Path path = write(head);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(TorchFixture.floats(4, 5)), head.length + gap);
    }
    try (Checkpoint file = SafetensorsFile.open(path)) {
      assertThat(TensorValues.floats(file, "a")).containsExactly(4, 5);
      assertThat(file.bytes("pad0").remaining()).isEqualTo((int) chunk);
    }
    Files.delete(path);
  }

  @Test
  void bytes_manyThreadsReadOneFile() throws Exception {
    float[] values = new float[10_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    Path path = folder.resolve("m.safetensors");
    new SafetensorsWriter()
        .add(new TensorInfo("a", TensorType.F16, List.of(100L, 100L)), values)
        .write(path);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Checkpoint file = SafetensorsFile.open(path)) {
      float[] expected = TensorValues.floats(file, "a");
      Callable<float[]> read = () -> TensorValues.floats(file, "a");
      for (Future<float[]> result :
          threads.invokeAll(IntStream.range(0, 32).mapToObj(i -> read).toList())) {
        assertThat(result.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
