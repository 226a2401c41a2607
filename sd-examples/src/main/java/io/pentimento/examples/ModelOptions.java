package io.pentimento.examples;

import io.pentimento.Pipeline;
import io.pentimento.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which model is loaded, and how. */
final class ModelOptions {
  @Option(
      names = "--model",
      paramLabel = "PATH",
      description = "A folder in diffusers' layout; the bundled model, which draws cartoon portraits, unless set.")
  private @Nullable Path model;

  @Option(
      names = "--precision",
      paramLabel = "TYPE",
      description = "The number type of the networks: one of ${COMPLETION-CANDIDATES}, in any case; AUTO unless set.")
  private Precision precision = Precision.AUTO;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many CPU threads one operation uses; one per core unless set.")
  private @Nullable Integer threads;

  /** Returns the settings that suit the model where the command line says nothing. */
  ModelDefaults defaults() {
    return model == null ? ModelDefaults.portraits() : ModelDefaults.webui();
  }

  /** Refuses what can be refused before a model is loaded. */
  void check() throws IOException {
    if (model != null && !Files.exists(model)) {
      throw new NoSuchFileException(model.toString(), null, "--model " + model + ": there is no such file or folder.");
    }
    if (threads != null && threads < 1) {
      throw new IllegalArgumentException("--threads must be at least 1, but got: " + threads + ".");
    }
  }

  /** Loads the model. */
  Pipeline load(DoubleConsumer progress) throws IOException {
    Path path = model == null ? DemoModel.portraits() : model;
    Pipeline.Builder builder = Pipeline.builder(path).precision(precision).onProgress(progress);
    if (threads != null) {
      builder.threads(threads);
    }
    return builder.build();
  }
}
