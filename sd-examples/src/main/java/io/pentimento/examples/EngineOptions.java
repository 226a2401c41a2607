package io.pentimento.examples;

import io.pentimento.AdapterSource;
import io.pentimento.Pipeline;
import io.pentimento.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a model is loaded. */
final class EngineOptions {
  @Option(
      names = "--precision",
      paramLabel = "TYPE",
      description =
          "The number type of the networks: one of ${COMPLETION-CANDIDATES}, in any case; AUTO"
              + " unless set.")
  private Precision precision = Precision.AUTO;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many CPU threads one operation uses; the engine's choice unless set.")
  private @Nullable Integer threads;

  /** Refuses what can be refused before a model is loaded. */
  void check() {
    if (threads != null && threads < 1) {
      throw new IllegalArgumentException("--threads must be at least 1, but got: " + threads + ".");
    }
  }

  /** Loads a model whose prompts may name adapters. */
  Pipeline load(Path model, AdapterSource adapters, DoubleConsumer progress) throws IOException {
    check();
    Pipeline.Builder builder =
        Pipeline.builder()
            .model(model)
            .adapters(adapters)
            .precision(precision)
            .onProgress(progress);
    if (threads != null) {
      builder.threads(threads);
    }
    return builder.build();
  }
}
