package io.pentimento.examples;

import io.pentimento.Pipeline;
import io.pentimento.adapters.AdapterLibrary;
import io.pentimento.sampling.Prediction;
import java.io.IOException;
import java.io.PrintWriter;
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
          "A .safetensors or .ckpt file, or a folder in diffusers' layout; the bundled model, which"
              + " draws cartoon portraits, unless set.")
  private @Nullable Path model;

  @Option(
      names = "--vae",
      paramLabel = "PATH",
      description =
          "Another autoencoder than the model's: a file, or a folder with config.json. A tiny one"
              + " (TAESD) is fast, and less fine.")
  private @Nullable Path vae;

  @Option(
      names = "--config",
      paramLabel = "PATH",
      description =
          "What is told of a model beside its file: a folder in diffusers' layout, a .json or a"
              + " .yaml file. The published models need none.")
  private @Nullable Path config;

  @Option(
      names = "--prediction",
      paramLabel = "TYPE",
      converter = PredictionConverter.class,
      completionCandidates = PredictionConverter.class,
      description =
          "What the network predicts: one of ${COMPLETION-CANDIDATES}; found out unless set.")
  private @Nullable Prediction prediction;

  @Option(
      names = "--zero-snr",
      description = "The model was trained with a last noise level without signal.")
  private boolean zeroSnr;

  @Option(
      names = "--ema",
      description = "Take the averaged weights where a file has both them and the plain ones.")
  private boolean ema;

  @Mixin private LibraryOptions library = new LibraryOptions();
  @Mixin private EngineOptions engine = new EngineOptions();

  /** Returns the settings that suit the model where the command line says nothing. */
  ModelDefaults defaults() {
    return model == null ? ModelDefaults.portraits() : ModelDefaults.webui();
  }

  /** Refuses what can be refused before a model is loaded. */
  void check() throws IOException {
    exists("--model", model);
    exists("--vae", vae);
    exists("--config", config);
    library.check();
    engine.check();
  }

  private static void exists(String option, @Nullable Path path) throws IOException {
    if (path != null && !Files.exists(path)) {
      throw new IOException(option + " " + path + ": there is no such file or folder.");
    }
  }

  /** Tells whether the model is one that the command line names. */
  boolean isGiven() {
    return model != null;
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
    Pipeline.Builder builder =
        Pipeline.builder()
            .model(model == null ? DemoModel.portraits() : model)
            .adapters(library(List.of()))
            .zeroTerminalSnr(zeroSnr)
            .emaWeights(ema);
    if (vae != null) {
      builder.vae(vae);
    }
    if (config != null) {
      builder.config(config);
    }
    if (prediction != null) {
      builder.predictionType(prediction);
    }
    return engine.load(builder, progress);
  }

  /** Tells how much memory was used, where little was asked for. */
  void tellMemory(Pipeline pipeline, PrintWriter out) {
    engine.tellMemory(pipeline, out);
  }
}
