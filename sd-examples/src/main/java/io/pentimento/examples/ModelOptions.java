package io.pentimento.examples;

import io.pentimento.Pipeline;
import io.pentimento.adapters.AdapterLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which model is loaded, and how. */
final class ModelOptions {
  @Option(
      names = "--model",
      paramLabel = "PATH",
      description =
          "A folder in diffusers' layout; the bundled model, which draws cartoon portraits, unless"
              + " set.")
  private @Nullable Path model;

  @Mixin private LibraryOptions library = new LibraryOptions();
  @Mixin private EngineOptions engine = new EngineOptions();

  /** Returns the settings that suit the model where the command line says nothing. */
  ModelDefaults defaults() {
    return model == null ? ModelDefaults.portraits() : ModelDefaults.webui();
  }

  /** Refuses what can be refused before a model is loaded. */
  void check() throws IOException {
    if (model != null && !Files.exists(model)) {
      throw new IOException("--model " + model + ": there is no such file or folder.");
    }
    library.check();
    engine.check();
  }

  /**
   * Returns what prompts may name.
   *
   * @param more folders beside those of the options
   */
  AdapterLibrary library(List<Path> more) throws IOException {
    return library.library(more, model == null);
  }

  /** Loads the model. */
  Pipeline load(DoubleConsumer progress) throws IOException {
    return engine.load(model == null ? DemoModel.portraits() : model, library(List.of()), progress);
  }
}
