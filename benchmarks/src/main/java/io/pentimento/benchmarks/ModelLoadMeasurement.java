package io.pentimento.benchmarks;

import io.pentimento.MemoryUse;
import io.pentimento.Pipeline;
import io.pentimento.Precision;
import io.pentimento.Residency;
import io.pentimento.TextToImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * Loads a model once, makes a picture of 512 × 512 pixels in as many steps as asked, and tells the
 * seconds, what the weights took at most and, on Linux, the largest resident memory of the process.
 * A new JVM each time: memory that was once used stays in the maximum.
 *
 * <pre>
 * java -Xmx256m -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath)" \
 *     io.pentimento.benchmarks.ModelLoadMeasurement FILE.safetensors BFLOAT16 SEQUENTIAL 1
 * </pre>
 */
public final class ModelLoadMeasurement {
  private static final double MEBI = 1L << 20;
  private static final double GIGA = 1e9;

  private ModelLoadMeasurement() {}

  /**
   * Loads a file in a precision, with all networks in memory unless a third argument says
   * otherwise, and runs it for as many steps as the fourth says, else not at all.
   */
  public static void main(String[] arguments) throws IOException {
    Residency residency = arguments.length < 3 ? Residency.ALL : Residency.valueOf(arguments[2]);
    int steps = arguments.length < 4 ? 0 : Integer.parseInt(arguments[3]);
    Path file = Path.of(arguments[0]);
    Precision precision = Precision.valueOf(arguments[1]);
    long begin = System.nanoTime();
    try (Pipeline pipeline =
        Pipeline.builder().model(file).precision(precision).residency(residency).build()) {
      double seconds = (System.nanoTime() - begin) / GIGA;
      System.out.println(pipeline.description());
      tell(pipeline, "%s, %s, loaded".formatted(precision, residency), seconds);
      if (steps > 0) {
        TextToImage request =
            TextToImage.builder("a lighthouse").size(512, 512).steps(steps).build();
        Duration elapsed = pipeline.generate(request).elapsed();
        tell(pipeline, "picture of %d steps".formatted(steps), elapsed.toMillis() / 1000.0);
      }
      System.out.printf(
          Locale.ROOT, "file %.0f MiB, %s%n", Files.size(file) / MEBI, residentMemory());
    }
  }

  private static void tell(Pipeline pipeline, String what, double seconds) {
    MemoryUse use = pipeline.memoryUse();
    System.out.printf(
        Locale.ROOT,
        "%s: %.1f s, weights at most %.0f MiB, process at most %.0f MiB%n",
        what,
        seconds,
        use.peakWeights() / MEBI,
        use.peakProcess().orElse(0) / MEBI);
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
