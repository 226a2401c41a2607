package io.pentimento.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An assembler of pickles and of the zip container around them, for tests. */
final class TorchFixture {
  private final ByteArrayOutputStream code = new ByteArrayOutputStream();

  static TorchFixture pickle() {
    return new TorchFixture().op(0x80).op(2);
  }

  TorchFixture op(int... opcodes) {
    for (int opcode : opcodes) {
      code.write(opcode);
    }
    return this;
  }

  TorchFixture text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return op('X').int32(utf8.length).raw(utf8);
  }

  TorchFixture number(long value) {
    return value >= 0 && value < 256 ? op('K', (int) value) : op(0x8a, 8).int64(value);
  }

  TorchFixture int32(int value) {
    return raw(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
  }

  TorchFixture int64(long value) {
    return raw(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
  }

  TorchFixture raw(byte[] bytes) {
    code.writeBytes(bytes);
    return this;
  }

  TorchFixture global(String module, String name) {
    return op('c').raw((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
  }

  TorchFixture tuple(long... values) {
    op('(');
    for (long value : values) {
      number(value);
    }
    return op('t');
  }

  TorchFixture storage(String type, String key, long elements) {
    return op('(')
        .text("storage")
        .global("torch", type)
        .text(key)
        .text("cpu")
        .number(elements)
        .op('t', 'Q');
  }

  /** Leaves a tensor on the stack. */
  TorchFixture tensor(
      String type, String key, long elements, long offset, long[] shape, long[] strides) {
    return global("torch._utils", "_rebuild_tensor_v2")
        .op('(')
        .storage(type, key, elements)
        .number(offset)
        .tuple(shape)
        .tuple(strides)
        .op(0x89)
        .global("collections", "OrderedDict")
        .op(')', 'R')
        .op('t', 'R');
  }

  byte[] end() {
    return op('.').code.toByteArray();
  }

  static Path zip(Path path, byte[] pickle, Map<String, byte[]> storages) throws IOException {
    try (OutputStream out = Files.newOutputStream(path);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      store(zip, "archive/data.pkl", pickle);
      store(zip, "archive/byteorder", "little".getBytes(StandardCharsets.UTF_8));
      for (Map.Entry<String, byte[]> storage : storages.entrySet()) {
        store(zip, "archive/data/" + storage.getKey(), storage.getValue());
      }
      store(zip, "archive/version", "3\n".getBytes(StandardCharsets.UTF_8));
    }
    return path;
  }

  static void store(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    CRC32 crc = new CRC32();
    crc.update(bytes);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(bytes);
    zip.closeEntry();
  }

  static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  /** A legacy file: the preamble, a pickle, the list of one key, and its elements. */
  static byte[] legacy(byte[] pickle, String key, long count, byte[] elements) {
    byte[] magic = {
      0x6c, (byte) 0xfc, (byte) 0x9c, 0x46, (byte) 0xf9, 0x20, 0x6a, (byte) 0xa8, 0x50, 0x19
    };
    return new TorchFixture()
        .raw(pickle().op(0x8a, 10).raw(magic).end())
        .raw(pickle().op('M', 1001 & 0xff, 1001 >> 8).end())
        .raw(pickle().op('}').text("little_endian").op(0x88, 's').end())
        .raw(pickle)
        .raw(pickle().op(']').text(key).op('a').end())
        .int64(count)
        .raw(elements)
        .code
        .toByteArray();
  }
}
