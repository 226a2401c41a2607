package io.pentimento;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ComponentFolder;
import io.pentimento.checkpoint.ModelFamily;
import io.pentimento.checkpoint.original.AutoencoderFile;
import io.pentimento.checkpoint.original.ExplicitConfig;
import io.pentimento.model.TinyAutoencoderFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A model with another autoencoder.
 *
 * @param model the model; its own autoencoder may be missing
 * @param autoencoder the autoencoder's file or folder
 * @param tiny whether it is a tiny one, which is read as a whole
 * @param file the file, unless it is a folder or tiny
 */
record OtherAutoencoder(
    ModelSource model,
    Path autoencoder,
    boolean tiny,
    Optional<AutoencoderFile> file,
    ExplicitConfig explicit)
    implements ModelSource {
  private static final String VAE = "vae";

  static OtherAutoencoder open(ModelSource model, Path path, ExplicitConfig explicit)
      throws IOException {
    boolean tiny = TinyAutoencoderFiles.isTiny(path);
    Optional<AutoencoderFile> file =
        tiny || Files.isDirectory(path)
            ? Optional.empty()
            : Optional.of(AutoencoderFile.open(path));
    return new OtherAutoencoder(model, path, tiny, file, explicit);
  }

  @Override
  public Path path() {
    return model.path();
  }

  private ComponentFolder folder() {
    return ComponentFolder.of(autoencoder, Optional.empty());
  }

  @Override
  public ModelFamily family() throws IOException {
    return model.family();
  }

  @Override
  public void require(List<String> parts) throws IOException {
    model.require(parts.stream().filter(part -> !part.equals(VAE)).toList());
  }

  @Override
  public ComponentConfig config(String part) throws IOException {
    if (!part.equals(VAE)) {
      return model.config(part);
    }
    Optional<ComponentConfig> told = explicit.part(VAE);
    if (told.isPresent()) {
      return told.get();
    }
    return file.isPresent() ? file.get().config(family()) : folder().config();
  }

  @Override
  public boolean guesses(String part) {
    return part.equals(VAE)
        ? file.isPresent() && explicit.part(VAE).isEmpty()
        : model.guesses(part);
  }

  @Override
  public boolean zerosForEmptyPrompt() {
    return model.zerosForEmptyPrompt();
  }

  @Override
  public Checkpoint weights(String part) throws IOException {
    if (!part.equals(VAE)) {
      return model.weights(part);
    }
    return file.isPresent() ? file.get().weights() : folder().weights();
  }

  @Override
  public Optional<Path> tinyAutoencoder() {
    return tiny ? Optional.of(autoencoder) : Optional.empty();
  }

  @Override
  public Optional<Path> tokenizer(String name) {
    return model.tokenizer(name);
  }

  @Override
  public TrainedAs trainedAs() throws IOException {
    return model.trainedAs();
  }

  @Override
  public List<String> ignored() {
    return model.ignored();
  }

  @Override
  public void close() throws IOException {
    try {
      if (file.isPresent()) {
        file.get().close();
      }
    } finally {
      model.close();
    }
  }
}
