package io.pentimento.examples;

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

  @Option(
      names = "--taesd",
      paramLabel = "PATH",
      description = "Encode and decode with a tiny autoencoder (TAESD): fast, and less fine.")
  private @Nullable Path taesd;

  /** Refuses what can be refused before a model is loaded. */
  void check() {
    if (threads != null && threads < 1) {
      throw new IllegalArgumentException("--threads must be at least 1, but got: " + threads + ".");
    }
  }

  /** Loads a model. */
  Pipeline load(Path model, DoubleConsumer progress) throws IOException {
    check();
    Pipeline.Builder builder =
        Pipeline.builder().model(model).precision(precision).onProgress(progress);
    if (threads != null) {
      builder.threads(threads);
    }
    if (taesd != null) {
      builder.vae(taesd);
    }
    return builder.build();
  }
}
