package io.pentimento;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.DiffusersFolder;
import io.pentimento.checkpoint.ModelFamily;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.original.ExplicitConfig;
import io.pentimento.model.TinyAutoencoderFiles;
import io.pentimento.sampling.SchedulerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A folder in diffusers' layout. */
record FolderSource(DiffusersFolder folder, ExplicitConfig explicit) implements ModelSource {
  @Override
  public Path path() {
    return folder.path();
  }

  @Override
  public ModelFamily family() throws IOException {
    if (folder.components().containsKey("text_encoder_2")) {
      return folder.components().containsKey("text_encoder")
          ? ModelFamily.SDXL
          : ModelFamily.SDXL_REFINER;
    }
    return config("text_encoder").text("hidden_act", "quick_gelu").equals("gelu")
        ? ModelFamily.SD2
        : ModelFamily.SD1;
  }

  @Override
  public void require(List<String> parts) throws IOException {
    folder.require(parts);
  }

  @Override
  public ComponentConfig config(String part) throws IOException {
    Optional<ComponentConfig> told = explicit.part(part);
    return told.isPresent() ? told.get() : folder.component(part).config();
  }

  @Override
  public boolean guesses(String part) {
    return false;
  }

  @Override
  public boolean zerosForEmptyPrompt() {
    return folder.flag("force_zeros_for_empty_prompt").orElse(true);
  }

  @Override
  public Checkpoint weights(String part) throws IOException {
    return folder.component(part).weights();
  }

  @Override
  public Optional<Path> tinyAutoencoder() throws IOException {
    Path vae = folder.path().resolve("vae");
    return Files.isDirectory(vae) && TinyAutoencoderFiles.isTiny(vae)
        ? Optional.of(vae)
        : Optional.empty();
  }

  @Override
  public Optional<Path> tokenizer(String name) {
    return folder.tokenizer(name);
  }

  @Override
  public TrainedAs trainedAs() throws IOException {
    Optional<ComponentConfig> told = explicit.part("scheduler");
    return TrainedAs.told(settings(told.isPresent() ? told.get() : folder.schedulerConfig()));
  }

  /**
   * Reads noise levels.
   *
   * @throws ModelFormatException if the configuration asks for what is not offered
   */
  static SchedulerSettings settings(ComponentConfig config) throws ModelFormatException {
    try {
      return SchedulerSettings.parse(config.json());
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(config.path(), null, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public List<String> ignored() {
    return List.of();
  }

  @Override
  public void close() {}
}
