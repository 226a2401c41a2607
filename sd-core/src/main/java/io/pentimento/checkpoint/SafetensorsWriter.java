package io.pentimento.checkpoint;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Collects tensors and writes them as a safetensors file, all or nothing: the file appears under
 * its name when it is complete, and an earlier file of that name stays until then.
 */
public final class SafetensorsWriter {
  private static final int ALIGNMENT = 8;

  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  private record Tensor(TensorInfo info, ByteBuffer bytes) {}

  /** Starts with no tensors. */
  public SafetensorsWriter() {}

  /** Adds a note, such as a {@code modelspec.*} key. */
  public SafetensorsWriter metadata(String key, String value) {
    metadata.put(key, value);
    return this;
  }

  /**
   * Adds a tensor of stored elements. The buffer is not copied: leave it alone until {@link
   * #write}.
   *
   * @param bytes the little-endian elements in row-major order, from position to limit
   * @throws IllegalArgumentException if the bytes do not fit the shape, or the name is taken
   */
  public SafetensorsWriter add(TensorInfo info, ByteBuffer bytes) {
    long expected = Math.multiplyExact(info.elements(), (long) info.type().bytes());
    if (info.shape().stream().anyMatch(side -> side < 0) || expected != bytes.remaining()) {
      throw new IllegalArgumentException(
          "bytes of " + info + " must be " + expected + ", but got: " + bytes.remaining() + ".");
    }
    if (info.name().equals("__metadata__")
        || tensors.putIfAbsent(info.name(), new Tensor(info, bytes)) != null) {
      throw new IllegalArgumentException(
          "name must be new and not __metadata__, but got: " + info.name() + ".");
    }
    return this;
  }

  /**
   * Adds a tensor of floats, rounded to the nearest number of its type.
   *
   * @param info the name, shape and type, one of F64, F32, F16, BF16
   * @param values the elements in row-major order
   * @throws IllegalArgumentException if the values do not fit the shape, the type is another, or
   *     the name is taken
   */
  public SafetensorsWriter add(TensorInfo info, float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.length, info.type().bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      switch (info.type()) {
        case F64 -> bytes.putDouble(value);
        case F32 -> bytes.putFloat(value);
        case F16 -> bytes.putShort(SmallFloats.toHalf(value));
        case BF16 -> bytes.putShort(SmallFloats.toBrainFloat(value));
        case F8_E4M3, F8_E5M2, I64, I32, I16, I8, U8, BOOL ->
            throw new IllegalArgumentException(
                "type must be F64, F32, F16 or BF16 for floats, but got: "
                    + info.type()
                    + ". Pass its bytes.");
      }
    }
    return add(info, bytes.flip());
  }

  /**
   * Writes the file.
   *
   * @param path where it shall be; an existing file is replaced
   * @throws IOException if writing fails; nothing is left of the new file then
   */
  public void write(Path path) throws IOException {
    Path target = path.toAbsolutePath();
    Path part =
        target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      try (FileChannel channel =
          FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        writeTo(channel);
        channel.force(true);
      }
      move(part, target);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static void move(Path part, Path target) throws IOException {
    try {
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void writeTo(FileChannel channel) throws IOException {
    // Wide elements first: then each tensor is aligned to its element size without any padding.
    List<Tensor> ordered = new ArrayList<>(tensors.values());
    ordered.sort(
        Comparator.comparingInt((Tensor tensor) -> tensor.info().type().bytes()).reversed());
    byte[] header = header(ordered).getBytes(StandardCharsets.UTF_8);
    int padded = (header.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (padded > SafetensorsHeader.LONGEST) {
      throw new IOException(
          "the header would have " + padded + " bytes, more than safetensors allows.");
    }
    ByteBuffer head = ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN);
    head.putLong(padded).put(header);
    while (head.hasRemaining()) {
      head.put((byte) ' ');
    }
    writeAll(channel, head.flip());
    for (Tensor tensor : ordered) {
      writeAll(channel, tensor.bytes().duplicate());
    }
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private String header(List<Tensor> ordered) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.beginObject();
      if (!metadata.isEmpty()) {
        json.name("__metadata__").beginObject();
        for (Map.Entry<String, String> note : metadata.entrySet()) {
          json.name(note.getKey()).value(note.getValue());
        }
        json.endObject();
      }
      long begin = 0;
      for (Tensor tensor : ordered) {
        long end = begin + tensor.bytes().remaining();
        json.name(tensor.info().name()).beginObject();
        json.name("dtype").value(tensor.info().type().name());
        json.name("shape").beginArray();
        for (long side : tensor.info().shape()) {
          json.value(side);
        }
        json.endArray();
        json.name("data_offsets").beginArray().value(begin).value(end).endArray();
        json.endObject();
        begin = end;
      }
      json.endObject();
    }
    return text.toString();
  }
}
