package io.pentimento.examples;

import io.pentimento.MemoryUse;
import io.pentimento.Pipeline;
import io.pentimento.Precision;
import io.pentimento.Residency;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a model is loaded. */
final class EngineOptions {
  private static final int MEBI = 20;

  @Option(
      names = "--precision",
      paramLabel = "TYPE",
      description =
          "The number type of the model's networks: one of ${COMPLETION-CANDIDATES}, in"
              + " any case. DEFAULT, unless set, is FLOAT32 on a CPU, FLOAT16 on a GPU; AUTO is the"
              + " fastest that keeps pictures near those, by a short trial.")
  private Precision precision = Precision.DEFAULT;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many CPU threads one operation uses; the engine's choice unless set.")
  private @Nullable Integer threads;

  @Option(
      names = "--low-memory",
      description =
          "Keeps one network of the model in memory at a time and reads each when it is needed:"
              + " slower, same pictures. Tells in the end how much memory that took.")
  private boolean lowMemory;

  /** Refuses what can be refused before a model is loaded. */
  void check() {
    if (threads != null && threads < 1) {
      throw new IllegalArgumentException("--threads must be at least 1, but got: " + threads + ".");
    }
  }

  /** Loads a model. */
  Pipeline load(Pipeline.Builder builder, DoubleConsumer progress) throws IOException {
    check();
    builder.precision(precision).onProgress(progress);
    if (threads != null) {
      builder.threads(threads);
    }
    if (lowMemory) {
      builder.residency(Residency.SEQUENTIAL);
    }
    return builder.build();
  }

  /** Tells how much memory was used, where little was asked for. */
  void tellMemory(Pipeline pipeline, PrintWriter out) {
    if (lowMemory) {
      MemoryUse use = pipeline.memoryUse();
      String process =
          use.peakProcess().isPresent()
              ? ", the process at most %d MiB".formatted(use.peakProcess().getAsLong() >> MEBI)
              : "";
      out.printf("weights at most %d MiB%s%n", use.peakWeights() >> MEBI, process);
      out.flush();
    }
  }
}
