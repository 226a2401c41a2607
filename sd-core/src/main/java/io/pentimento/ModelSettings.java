package io.pentimento;

import io.pentimento.checkpoint.DiffusersFolder;
import io.pentimento.checkpoint.original.ExplicitConfig;
import io.pentimento.checkpoint.original.OriginalModel;
import io.pentimento.sampling.Prediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which model is loaded, and what is told of it.
 *
 * @param model a folder in diffusers' layout, or a file in the original one
 * @param variant the infix of a folder's weight files to prefer
 * @param config what is told beside the model
 * @param vae the file or folder of another autoencoder
 * @param prediction what the network predicts, whatever the files say
 * @param zeroTerminalSnr whether the last noise level holds practically no signal, whatever they
 *     say
 * @param ema whether the averaged weights of a file are taken
 * @param residency which networks are in memory at a time
 */
record ModelSettings(
    Path model,
    Optional<String> variant,
    Optional<Path> config,
    Optional<Path> vae,
    Optional<Prediction> prediction,
    boolean zeroTerminalSnr,
    boolean ema,
    Residency residency) {
  static ModelSettings of(Path model) {
    return new ModelSettings(
        model,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        false,
        Residency.ALL);
  }

  /** Opens the model. */
  ModelSource open() throws IOException {
    ExplicitConfig explicit =
        config.isPresent() ? ExplicitConfig.read(config.get()) : ExplicitConfig.none();
    ModelSource source =
        Files.isRegularFile(model)
            ? new FileSource(OriginalModel.open(model, explicit, ema))
            : new FolderSource(DiffusersFolder.open(model, variant), explicit);
    if (vae.isEmpty()) {
      return source;
    }
    try {
      return OtherAutoencoder.open(source, vae.get(), explicit);
    } catch (IOException | RuntimeException | Error e) {
      source.close();
      throw e;
    }
  }

  /** Returns what pictures record of the files. */
  RecordedFiles recorded() {
    return new RecordedFiles(
        Optional.of(model).filter(Files::isRegularFile).map(ModelFile::new),
        vae.filter(Files::isRegularFile).map(ModelFile::new));
  }

  /** Returns the name under which pictures record the model. */
  String name() {
    Path last = model.toAbsolutePath().normalize().getFileName();
    if (last == null) {
      return "model";
    }
    return Files.isRegularFile(model) ? new ModelFile(model).stem() : last.toString();
  }

  /** Returns how the model was trained, with what is told replaced. */
  TrainedAs trainedAs(ModelSource source) throws IOException {
    TrainedAs found = source.trainedAs();
    TrainedAs predicting = prediction.map(found::predicting).orElse(found);
    return zeroTerminalSnr
        ? new TrainedAs(predicting.settings().withZeroTerminalSignal(), predicting.certain())
        : predicting;
  }
}
