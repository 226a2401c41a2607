package io.pentimento.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.pentimento.Pipeline;
import io.pentimento.Precision;
import io.pentimento.checkpoint.SafetensorsFile;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How long it takes to load a float16 file in the page cache, beside the least that this can cost,
 * by turns in one JVM: to read the same bytes and to convert each tensor once, into memory that is
 * freed again and so found warm by the next, or that is kept, as a model keeps it.
 *
 * <pre>
 * java -Xmx512m -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath)" \
 *     io.pentimento.benchmarks.LoadMeasurement FILE.safetensors 3 BFLOAT16 FLOAT32
 * </pre>
 */
public final class LoadMeasurement {
  private static final double GIGA = 1e9;

  private LoadMeasurement() {}

  /** Measures: a float16 safetensors file, the rounds, and precisions. */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    int rounds = Integer.parseInt(arguments[1]);
    // Starts the engine and fills the page cache.
    readAndConvert(file, NumberType.FLOAT32, false);
    for (int i = 2; i < arguments.length; i++) {
      NumberType type = NumberType.valueOf(arguments[i]);
      List<Double> freed = new ArrayList<>();
      List<Double> kept = new ArrayList<>();
      List<Double> loaded = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        freed.add(readAndConvert(file, type, false));
        kept.add(readAndConvert(file, type, true));
        loaded.add(load(file, Precision.valueOf(arguments[i])));
      }
      System.out.printf(
          Locale.ROOT,
          "%s: loaded in %s s, read and converted in %s s, and kept in %s s,"
              + " ratios of the medians %.2f and %.2f%n",
          type,
          loaded,
          freed,
          kept,
          median(loaded) / median(freed),
          median(loaded) / median(kept));
    }
  }

  private static double load(Path file, Precision precision) throws IOException {
    long begin = System.nanoTime();
    try (Pipeline pipeline = Pipeline.builder().model(file).precision(precision).build()) {
      return since(begin);
    }
  }

  private static double readAndConvert(Path file, NumberType type, boolean kept)
      throws IOException {
    List<Long> sizes = sizes(file);
    long begin = System.nanoTime();
    int largest = Math.toIntExact(sizes.stream().mapToLong(size -> size).max().orElseThrow());
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(largest * Short.BYTES).order(ByteOrder.nativeOrder());
    try (Scope scope = TestEngine.open("read and convert");
        FileChannel channel = FileChannel.open(file)) {
      // Tensors lie behind each other, and the header before them.
      channel.position(Files.size(file) - Short.BYTES * sizes.stream().mapToLong(n -> n).sum());
      for (long size : sizes) {
        bytes.clear().limit(Math.toIntExact(size) * Short.BYTES);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
        NDArray converted = scope.store(bytes.flip(), DataType.FLOAT16, type, size);
        if (!kept) {
          converted.close();
        }
      }
      return since(begin);
    }
  }

  /** Returns how many numbers each tensor has. */
  private static List<Long> sizes(Path file) throws IOException {
    try (SafetensorsFile checkpoint = SafetensorsFile.open(file)) {
      List<Long> sizes = new ArrayList<>();
      for (String name : checkpoint.names()) {
        TensorInfo info = checkpoint.info(name);
        sizes.add(info.elements());
      }
      return sizes;
    }
  }

  private static double since(long begin) {
    return Math.round((System.nanoTime() - begin) / GIGA * 100) / 100.0;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }
}
