package io.pentimento.adapters;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes Java values as {@code torch.save} writes their likes in Python: maps, lists (as tuples),
 * strings, numbers, booleans, an empty Optional for None, and tensors.
 */
final class PickledFile {
  /** A float32 tensor, row-major. */
  record Tensor(float[] values, long... shape) {
    static Tensor ofShape(long... shape) {
      int count = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
      float[] values = new float[count];
      for (int i = 0; i < count; i++) {
        values[i] = (i % 17 - 8) / 16f;
      }
      return new Tensor(values, shape);
    }

    private byte[] bytes() {
      ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
      for (float value : values) {
        bytes.putFloat(value);
      }
      return bytes.array();
    }
  }

  /** Something to be called, as a hostile pickle does. */
  record Call(String module, String name, Object... arguments) {}

  private final ByteArrayOutputStream code = new ByteArrayOutputStream();
  private final List<byte[]> storages = new ArrayList<>();

  private PickledFile() {}

  static Path write(Path path, Object value) {
    PickledFile file = new PickledFile();
    file.op(0x80, 2);
    file.value(value);
    file.op('.');
    return file.zip(path);
  }

  private Path zip(Path path) {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(path))) {
      store(zip, "archive/data.pkl", code.toByteArray());
      for (int i = 0; i < storages.size(); i++) {
        store(zip, "archive/data/" + i, storages.get(i));
      }
      store(zip, "archive/version", "3\n".getBytes(StandardCharsets.UTF_8));
      return path;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void store(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
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

  private void value(Object value) {
    if (value instanceof Map<?, ?> map) {
      op('}', '(');
      map.forEach(
          (key, element) -> {
            value(key);
            value(element);
          });
      op('u');
    } else if (value instanceof List<?> list) {
      op('(');
      list.forEach(this::value);
      op('t');
    } else if (value instanceof String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      op('X');
      raw(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(utf8.length).array());
      raw(utf8);
    } else if (value instanceof Integer number) {
      op('J');
      raw(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(number).array());
    } else if (value instanceof Double number) {
      op('G');
      raw(ByteBuffer.allocate(8).putDouble(number).array());
    } else if (value instanceof Boolean flag) {
      op(flag ? 0x88 : 0x89);
    } else if (value instanceof Optional<?>) {
      op('N');
    } else if (value instanceof Call call) {
      global(call.module(), call.name());
      value(List.of(call.arguments()));
      op('R');
    } else {
      tensor((Tensor) value);
    }
  }

  private void tensor(Tensor tensor) {
    global("torch._utils", "_rebuild_tensor_v2");
    op('(', '(');
    value("storage");
    global("torch", "FloatStorage");
    value(Integer.toString(storages.size()));
    storages.add(tensor.bytes());
    value("cpu");
    value(tensor.values().length);
    op('t', 'Q');
    value(0);
    op('(');
    Arrays.stream(tensor.shape()).forEach(size -> value((int) size));
    op('t', '(');
    long stride = Arrays.stream(tensor.shape()).reduce(1, (a, b) -> a * b);
    for (long size : tensor.shape()) {
      stride /= Math.max(1, size);
      value((int) stride);
    }
    op('t', 0x89);
    value(Map.of());
    op('t', 'R');
  }

  private void global(String module, String name) {
    op('c');
    raw((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void op(int... opcodes) {
    for (int opcode : opcodes) {
      code.write(opcode);
    }
  }

  private void raw(byte[] bytes) {
    code.writeBytes(bytes);
  }
}
