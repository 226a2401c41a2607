package io.pentimento.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchFileTest {
  private static final byte[] SIX = TorchFixture.floats(0, 1, 2, 3, 4, 5);
  private static final long[] ROWS = {2, 3};
  private static final long[] ROW_STRIDES = {3, 1};

  @TempDir Path folder;

  private Path zip(byte[] pickle) throws IOException {
    return TorchFixture.zip(folder.resolve("w.pt"), pickle, Map.of("0", SIX));
  }

  private static TorchFixture tensor(TorchFixture pickle) {
    return pickle.tensor("FloatStorage", "0", 6, 0, ROWS, ROW_STRIDES);
  }

  private static void refused(Path path, String... messages) {
    assertThatThrownBy(() -> TorchFile.open(path))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContainingAll(messages);
  }

  @Test
  void names_areThoseOfTheDictionaryAndItsDictionaries() throws IOException {
    TorchFixture pickle = TorchFixture.pickle().op('}', '(').text("w");
    tensor(pickle).text("step").number(7).text("inner").op('}').text("b");
    tensor(pickle).op('s').number(320);
    byte[] code = tensor(pickle).op('u').end();
    try (TorchFile file = TorchFile.open(zip(code))) {
      assertThat(file.names()).containsExactly("w", "inner.b");
      assertThat(file.info("w")).isEqualTo(new TensorInfo("w", TensorType.F32, List.of(2L, 3L)));
      assertThat(TensorValues.floats(file, "inner.b")).containsExactly(0, 1, 2, 3, 4, 5);
      Map<?, ?> content = (Map<?, ?>) file.content();
      assertThat(content.get("step")).isEqualTo(7L);
      assertThat(file.bytes((TorchTensor) content.get(320L)).getFloat(4)).isEqualTo(1);
      assertThat(file.metadata()).isEqualTo(Map.of("step", "7"));
      assertThatThrownBy(() -> file.info("nope"))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining("there is no tensor of that name");
    }
  }

  @Test
  void names_weightsUnderAWrapperAreUnwrapped() throws IOException {
    for (String wrapper : List.of("state_dict", "params_ema", "params")) {
      TorchFixture pickle =
          TorchFixture.pickle()
              .op('}', '(')
              .text("epoch")
              .number(3)
              .text(wrapper)
              .op('}')
              .text("w");
      byte[] code = tensor(pickle).op('s', 'u').end();
      try (TorchFile file = TorchFile.open(zip(code))) {
        assertThat(file.names()).containsExactly("w");
      }
    }
  }

  @Test
  void content_parameterDictionaryIsReadAsItsParameters() throws IOException {
    TorchFixture pickle =
        TorchFixture.pickle()
            .global("torch.nn.modules.container", "ParameterDict")
            .op(')', 0x81, '}', '(')
            .text("training")
            .op(0x88)
            .text("_parameters")
            .op('}')
            .text("*");
    try (TorchFile file = TorchFile.open(zip(tensor(pickle).op('s', 'u', 'b').end()))) {
      assertThat(file.names()).containsExactly("*");
    }
  }

  @Test
  void content_isPlainAndCannotBeChanged() throws IOException {
    byte[] code =
        TorchFixture.pickle()
            .op('}', '(')
            .text("list")
            .op(']')
            .number(1)
            .op('a')
            .text("none")
            .op('N')
            .text("half")
            .op('G', 0x3f, 0xe0, 0, 0, 0, 0, 0, 0)
            .text("bytes")
            .op('C', 2, 8, 9)
            .text("big")
            .op(0x8a, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1)
            .text("small")
            .op('J')
            .int32(-3)
            .text("dtype")
            .global("torch", "float16")
            .text("size")
            .global("torch", "Size")
            .tuple(4, 5)
            .op(0x85, 'R')
            .op('u')
            .end();
    try (TorchFile file = TorchFile.open(zip(code))) {
      @SuppressWarnings("unchecked")
      Map<Object, Object> content = (Map<Object, Object>) file.content();
      assertThat(content).containsEntry("list", List.of(1L));
      assertThat(content).containsEntry("none", PickledNone.NONE);
      assertThat(content).containsEntry("half", 0.5);
      assertThat(content).containsEntry("bytes", ByteBuffer.wrap(new byte[] {8, 9}));
      assertThat(content).containsEntry("big", BigInteger.ONE.shiftLeft(64));
      assertThat(content).containsEntry("small", -3L);
      assertThat(content).containsEntry("dtype", TensorType.F16);
      assertThat(content).containsEntry("size", List.of(4L, 5L));
      assertThatThrownBy(() -> content.put("a", "b"))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(content::clear).isInstanceOf(UnsupportedOperationException.class);
      @SuppressWarnings("unchecked")
      List<Object> list = (List<Object>) content.get("list");
      assertThatThrownBy(() -> list.add(2L)).isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @Test
  void bytes_stridesAndOffsetsAreHonoured() throws IOException {
    TorchFixture pickle = TorchFixture.pickle().op('}', '(');
    pickle
        .text("transposed")
        .tensor("FloatStorage", "0", 6, 0, new long[] {3, 2}, new long[] {1, 3});
    pickle.text("column").tensor("FloatStorage", "0", 6, 1, new long[] {2}, new long[] {3});
    pickle.text("scalar").tensor("FloatStorage", "0", 6, 5, new long[] {}, new long[] {});
    pickle.text("expanded").tensor("FloatStorage", "0", 6, 2, new long[] {2, 2}, new long[] {0, 1});
    pickle.text("empty").tensor("FloatStorage", "0", 6, 6, new long[] {0, 4}, new long[] {4, 1});
    pickle.text("row").tensor("FloatStorage", "0", 6, 3, new long[] {1, 3}, new long[] {77, 1});
    pickle.text("bytes").tensor("ByteStorage", "0", 24, 4, new long[] {2, 2}, new long[] {1, 2});
    pickle.text("shorts").tensor("ShortStorage", "0", 12, 2, new long[] {2, 2}, new long[] {1, 2});
    pickle.text("longs").tensor("LongStorage", "0", 3, 0, new long[] {2}, new long[] {2});
    try (TorchFile file = TorchFile.open(zip(pickle.op('u').end()))) {
      assertThat(TensorValues.floats(file, "transposed")).containsExactly(0, 3, 1, 4, 2, 5);
      assertThat(TensorValues.floats(file, "column")).containsExactly(1, 4);
      assertThat(TensorValues.floats(file, "scalar")).containsExactly(5);
      assertThat(TensorValues.floats(file, "expanded")).containsExactly(2, 3, 2, 3);
      assertThat(TensorValues.floats(file, "empty")).isEmpty();
      assertThat(TensorValues.floats(file, "row")).containsExactly(3, 4, 5);
      assertThat(TensorValues.floats(file, "bytes")).containsExactly(0, 0x80, 0, 0x3f);
      assertThat(TensorValues.floats(file, "shorts")).containsExactly(0, 0, 0x3f80, 0x4000);
      assertThat(file.bytes("longs").getLong(8))
          .isEqualTo(ByteBuffer.wrap(SIX).order(ByteOrder.LITTLE_ENDIAN).getLong(16));
      assertThat(file.bytes("transposed").isDirect()).isTrue();
      assertThat(file.bytes("transposed").isReadOnly()).isTrue();
    }
  }

  @Test
  void open_untypedStorageIsReadByTheTypeOfItsTensor() throws IOException {
    byte[] code =
        TorchFixture.pickle()
            .global("torch._utils", "_rebuild_tensor_v3")
            .op('(', '(')
            .text("storage")
            .global("torch.storage", "UntypedStorage")
            .text("0")
            .text("cpu")
            .number(24)
            .op('t', 'Q')
            .number(4)
            .tuple(2)
            .tuple(1)
            .op(0x89)
            .global("collections", "OrderedDict")
            .op(')', 'R')
            .global("torch", "float8_e4m3fn")
            .op('t', 'R')
            .end();
    try (TorchFile file = TorchFile.open(zip(code))) {
      TorchTensor tensor = (TorchTensor) file.content();
      assertThat(tensor.type()).isEqualTo(TensorType.F8_E4M3);
      assertThat(tensor.offset()).isEqualTo(4);
      assertThat(file.bytes(tensor).get(0)).isEqualTo(SIX[4]);
      assertThat(file.names()).isEmpty();
    }
  }

  @Test
  void open_tensorBeyondItsStorageIsRefused() throws IOException {
    refused(
        zip(TorchFixture.pickle().tensor("FloatStorage", "0", 6, 1, ROWS, ROW_STRIDES).end()),
        "a tensor of shape [2, 3] with strides [3, 1] reaches element 6 of a storage of 6");
    refused(
        zip(
            TorchFixture.pickle()
                .tensor("FloatStorage", "0", 6, 0, new long[] {1L << 40}, new long[] {0})
                .end()),
        "repeats the 6 elements of its storage too often");
    refused(
        zip(
            TorchFixture.pickle()
                .tensor(
                    "FloatStorage", "0", 6, 0, new long[] {1L << 40, 1L << 40}, new long[] {0, 0})
                .end()),
        "overflows");
    refused(
        zip(
            TorchFixture.pickle()
                .tensor("FloatStorage", "0", 6, 0, new long[] {-1}, new long[] {1})
                .end()),
        "a size or stride of a tensor must be a whole number from 0 on, but is -1");
    refused(
        zip(
            TorchFixture.pickle()
                .tensor("FloatStorage", "0", 6, 5, new long[] {2}, new long[] {-1})
                .end()),
        "a size or stride of a tensor must be a whole number from 0 on");
    refused(
        zip(
            TorchFixture.pickle()
                .tensor("FloatStorage", "0", 6, 0, new long[] {2}, new long[] {1, 1})
                .end()),
        "one stride for each");
  }

  @Test
  void open_storageBeyondItsEntryIsRefused() throws IOException {
    refused(
        zip(TorchFixture.pickle().tensor("FloatStorage", "0", 7, 0, ROWS, ROW_STRIDES).end()),
        "archive/data/0 in ",
        "must hold 7 elements of 4 bytes, but has 24 bytes");
    refused(
        zip(
            TorchFixture.pickle()
                .tensor("FloatStorage", "0", Long.MAX_VALUE, 0, ROWS, ROW_STRIDES)
                .end()),
        "must hold 9223372036854775807 elements of 4 bytes, but has 24 bytes");
    refused(
        zip(TorchFixture.pickle().tensor("FloatStorage", "1", 6, 0, ROWS, ROW_STRIDES).end()),
        "archive/data/1 in ",
        "the archive has no such entry");
    refused(
        zip(
            TorchFixture.pickle()
                .tensor("FloatStorage", "../data.pkl", 6, 0, ROWS, ROW_STRIDES)
                .end()),
        "archive/data/../data.pkl in ",
        "the archive has no such entry");
  }

  @Test
  void open_foreignNamesAreRefusedByName() throws IOException {
    for (String[] name :
        new String[][] {
          {"os", "system"},
          {"posix", "system"},
          {"builtins", "eval"},
          {"__builtin__", "getattr"},
          {"torch", "load"},
          {"torch.hub", "load"},
          {"collections", "OrderedDict.fromkeys"},
          {"pytorch_lightning.callbacks", "ModelCheckpoint"}
        }) {
      refused(
          zip(TorchFixture.pickle().global(name[0], name[1]).op(')', 'R').end()),
          "the file asks for " + name[0] + "." + name[1],
          "Nothing of it was run");
    }
    refused(
        zip(TorchFixture.pickle().text("os").text("system").op(0x93).text("x").op(0x85, 'R').end()),
        "the file asks for os.system");
  }

  @Test
  void open_deflatedEntriesAreRefused() throws IOException {
    Path path = folder.resolve("deflated.pt");
    try (OutputStream out = Files.newOutputStream(path);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("archive/data.pkl"));
      zip.write(TorchFixture.pickle().op('}').end());
      zip.closeEntry();
    }
    refused(
        path,
        "archive/data.pkl in ",
        "is compressed (method 8), but torch.save stores its entries as they are");
  }

  @Test
  void open_bigEndianIsRefused() throws IOException {
    Path path = folder.resolve("big.pt");
    try (OutputStream out = Files.newOutputStream(path);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      TorchFixture.store(zip, "a/data.pkl", TorchFixture.pickle().op('}').end());
      TorchFixture.store(zip, "a/byteorder", "big".getBytes(StandardCharsets.UTF_8));
    }
    refused(path, "byteorder in ", "must be 'little', but is 'big'");
  }

  @Test
  void open_otherContainersAreNamed() throws IOException {
    byte[] tar = new byte[512];
    System.arraycopy("ustar".getBytes(StandardCharsets.UTF_8), 0, tar, 257, 5);
    refused(Files.write(folder.resolve("old.pt"), tar), "a tar archive of torch before 0.1.10");
    refused(
        Files.write(folder.resolve("cut.pt"), Arrays.copyOf(tar, 258)), "but this does neither");
    refused(
        Files.write(folder.resolve("p.pkl"), TorchFixture.pickle().op('}').end()),
        "a torch.save file starts as a zip archive or with the magic number of torch, but this does"
            + " neither");
    refused(
        Files.writeString(folder.resolve("p.ckpt"), "version https://git-lfs.github.com/spec/v1\n"),
        "Git LFS pointer");
    refused(Files.write(folder.resolve("e.ckpt"), new byte[0]), "but this does neither");
  }

  @Test
  void open_zipWithoutOnePickleIsRefused() throws IOException {
    Path path = folder.resolve("other.zip");
    try (OutputStream out = Files.newOutputStream(path);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      TorchFixture.store(zip, "a/data.pkl", TorchFixture.pickle().op('}').end());
      TorchFixture.store(zip, "b/data.pkl", TorchFixture.pickle().op('}').end());
    }
    refused(path, "has one entry <folder>/data.pkl, but this has 2");
  }

  @Test
  void legacy_isRead() throws IOException {
    byte[] code =
        TorchFixture.pickle()
            .op('}')
            .text("w")
            .tensor("FloatStorage", "k", 6, 0, ROWS, ROW_STRIDES)
            .op('s')
            .end();
    Path path = Files.write(folder.resolve("l.pt"), TorchFixture.legacy(code, "k", 6, SIX));
    try (Checkpoint file = Checkpoint.open(path)) {
      assertThat(TensorValues.floats(file, "w")).containsExactly(0, 1, 2, 3, 4, 5);
    }
  }

  @Test
  void legacy_liesAreRefused() throws IOException {
    byte[] code = TorchFixture.pickle().tensor("FloatStorage", "k", 6, 0, ROWS, ROW_STRIDES).end();
    Path path = folder.resolve("l.pt");
    refused(
        Files.write(path, TorchFixture.legacy(code, "k", 7, SIX)),
        "storage k in ",
        "is said to have 6 elements, but is stored with 7");
    refused(
        Files.write(path, TorchFixture.legacy(code, "k", 6, new byte[23])),
        "must hold 6 elements of 4 bytes, but has 23 bytes");
    refused(
        Files.write(path, TorchFixture.legacy(code, "other", 6, SIX)),
        "the list of storage keys must have each storage of the content once");
    byte[] twice =
        TorchFixture.pickle()
            .op('(')
            .tensor("FloatStorage", "k", 6, 0, ROWS, ROW_STRIDES)
            .tensor("HalfStorage", "k", 6, 0, ROWS, ROW_STRIDES)
            .op('t')
            .end();
    refused(
        Files.write(path, TorchFixture.legacy(twice, "k", 6, SIX)),
        "the storage 'k' is described in two ways");
  }

  @Test
  void legacy_viewOfAStorageIsRead() throws IOException {
    byte[] code =
        TorchFixture.pickle()
            .op('}')
            .text("w")
            .global("torch._utils", "_rebuild_tensor")
            .op('(', '(')
            .text("storage")
            .global("torch", "FloatStorage")
            .text("k")
            .text("cpu")
            .number(6)
            .op('(')
            .text("v")
            .number(2)
            .number(3)
            .op('t')
            .op('t', 'Q')
            .number(1)
            .tuple(2)
            .tuple(1)
            .op('t', 'R', 's')
            .end();
    Path path = Files.write(folder.resolve("l.pt"), TorchFixture.legacy(code, "k", 6, SIX));
    try (Checkpoint file = TorchFile.open(path)) {
      assertThat(TensorValues.floats(file, "w")).containsExactly(3, 4);
    }
  }

  @Test
  void bytes_tensorOfAnotherFileIsAnIllegalArgument() throws IOException {
    try (TorchFile file = TorchFile.open(zip(tensor(TorchFixture.pickle()).end()))) {
      TorchTensor foreign = new TorchTensor(TensorType.F32, List.of(1L), List.of(1L), 0, "9", 1);
      assertThatThrownBy(() -> file.bytes(foreign))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("must come from the content of");
    }
  }

  @Test
  void bytes_afterCloseIsAnIllegalState() throws IOException {
    TorchFile file =
        TorchFile.open(
            zip(
                TorchFixture.pickle()
                    .op('}')
                    .text("w")
                    .tensor("FloatStorage", "0", 6, 0, ROWS, ROW_STRIDES)
                    .op('s')
                    .end()));
    file.close();
    assertThatThrownBy(() -> file.bytes("w")).isInstanceOf(IllegalStateException.class);
  }
}
