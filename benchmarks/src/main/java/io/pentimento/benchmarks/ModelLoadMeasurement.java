package io.pentimento.benchmarks;

import io.pentimento.Pipeline;
import io.pentimento.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Loads a model once and tells the seconds and, on Linux, the largest resident memory of the
 * process. A new JVM each time: memory that was once used stays in the maximum.
 *
 * <pre>
 * java -Xmx256m -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath)" \
 *     io.pentimento.benchmarks.ModelLoadMeasurement FILE.safetensors BFLOAT16
 * </pre>
 */
public final class ModelLoadMeasurement {
  private static final double MEBI = 1L << 20;
  private static final double GIGA = 1e9;

  private ModelLoadMeasurement() {}

  /** Loads a file in a precision. */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    Precision precision = Precision.valueOf(arguments[1]);
    long begin = System.nanoTime();
    try (Pipeline pipeline = Pipeline.builder().model(file).precision(precision).build()) {
      double seconds = (System.nanoTime() - begin) / GIGA;
      System.out.println(pipeline.description());
      System.out.printf(
          Locale.ROOT,
          "%s: %.1f s, file %.0f MiB, %s%n",
          precision,
          seconds,
          Files.size(file) / MEBI,
          residentMemory());
    }
  }

  private static String residentMemory() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return "resident memory unknown";
    }
    return String.join(
        ", ",
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmHWM") || line.startsWith("Rss"))
            .map(line -> line.replaceAll("\\s+", " "))
            .toList());
  }
}
