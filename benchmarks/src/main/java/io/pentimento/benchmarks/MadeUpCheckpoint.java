package io.pentimento.benchmarks;

import io.pentimento.checkpoint.SafetensorsWriter;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * A float16 file with the shapes of a U-Net's deepest level, convolutions and linear layers of 1280
 * channels, and random weights.
 */
final class MadeUpCheckpoint {
  private static final long WIDTH = 1280;
  private static final long KERNEL = 3;

  /** Bits of the float16 numbers 2⁻¹⁰ and 2⁻⁵, between which all numbers lie in size. */
  private static final int SMALLEST = 0x1400;

  private static final int LARGEST = 0x2800;
  private static final int SIGN = 0x8000;

  private MadeUpCheckpoint() {}

  /** Writes a file; a block takes 59 MB. */
  static void write(Path file, int blocks) throws IOException {
    ByteBuffer numbers = numbers(Math.toIntExact(WIDTH * WIDTH * KERNEL * KERNEL));
    SafetensorsWriter writer = new SafetensorsWriter();
    for (int i = 0; i < blocks; i++) {
      String name = "blocks." + i + ".";
      add(writer, numbers, name + "norm.weight", WIDTH);
      add(writer, numbers, name + "norm.bias", WIDTH);
      add(writer, numbers, name + "conv.weight", WIDTH, WIDTH, KERNEL, KERNEL);
      add(writer, numbers, name + "conv.bias", WIDTH);
      add(writer, numbers, name + "to_q.weight", WIDTH, WIDTH);
      add(writer, numbers, name + "ff.in.weight", 4 * WIDTH, WIDTH);
      add(writer, numbers, name + "ff.out.weight", WIDTH, 4 * WIDTH);
    }
    writer.write(file);
  }

  /** All tensors share the same bytes, which the writer only reads. */
  private static void add(
      SafetensorsWriter writer, ByteBuffer numbers, String name, Long... shape) {
    TensorInfo info = new TensorInfo(name, TensorType.F16, List.of(shape));
    writer.add(info, numbers.slice(0, Math.toIntExact(info.elements() * info.type().bytes())));
  }

  private static ByteBuffer numbers(int count) {
    ByteBuffer numbers =
        ByteBuffer.allocate(count * TensorType.F16.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    Random random = new Random(1);
    while (numbers.hasRemaining()) {
      int size = SMALLEST + random.nextInt(LARGEST - SMALLEST);
      numbers.putShort((short) (random.nextBoolean() ? SIGN | size : size));
    }
    return numbers.flip();
  }
}
