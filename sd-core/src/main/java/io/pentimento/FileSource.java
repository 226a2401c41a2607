package io.pentimento;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ModelFamily;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.original.OriginalModel;
import io.pentimento.sampling.Prediction;
import io.pentimento.sampling.SchedulerSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A model in one file of the original layout. */
record FileSource(OriginalModel file) implements ModelSource {
  /** The steps for which Stable Diffusion 2.0 was trained on epsilon. */
  private static final String EPSILON_STEPS = "875000";

  private static final int PLAIN_CHANNELS = 4;

  @Override
  public Path path() {
    return file.path();
  }

  @Override
  public ModelFamily family() {
    return file.family();
  }

  @Override
  public void require(List<String> parts) throws IOException {
    List<String> missing = new ArrayList<>(parts);
    missing.removeAll(file.parts());
    if (!missing.isEmpty()) {
      String advice =
          missing.equals(List.of("vae"))
              ? " Pass an autoencoder with vae(Path)."
              : " Is this a part of a model, such as a U-Net alone?";
      throw new ModelFormatException(
          path(),
          "the model of %s with %d input channels is incomplete, it lacks: %s.%s"
              .formatted(
                  family().label(), file.inputChannels(), String.join(", ", missing), advice));
    }
  }

  @Override
  public ComponentConfig config(String part) throws IOException {
    return file.config(part);
  }

  @Override
  public boolean guesses(String part) {
    return !file.isTold(part);
  }

  @Override
  public boolean zerosForEmptyPrompt() {
    return true;
  }

  @Override
  public Checkpoint weights(String part) {
    return file.weights(part);
  }

  @Override
  public Optional<Path> tinyAutoencoder() {
    return Optional.empty();
  }

  @Override
  public Optional<Path> tokenizer(String name) {
    return Optional.empty();
  }

  /** Files of before 2023 do not tell; newer ones have keys or notes for it. */
  @Override
  public TrainedAs trainedAs() throws IOException {
    Optional<ComponentConfig> told = file.scheduler();
    if (told.isPresent()) {
      return TrainedAs.told(FolderSource.settings(told.get()));
    }
    SchedulerSettings usual = file.has("ztsnr") ? usual().withZeroTerminalSignal() : usual();
    TrainedAs unknown = new TrainedAs(usual, false);
    if (file.has("v_pred")) {
      return unknown.predicting(Prediction.VELOCITY);
    }
    String noted = file.metadata().getOrDefault("modelspec.prediction_type", "");
    Optional<Prediction> named =
        named(noted.isEmpty() ? file.parameterization() : Optional.of(noted));
    if (named.isPresent()) {
      return unknown.predicting(named.get());
    }
    boolean open =
        family() == ModelFamily.SD2
            && file.inputChannels() == PLAIN_CHANNELS
            && !EPSILON_STEPS.equals(file.metadata().get("global_step"));
    return open ? unknown : TrainedAs.told(usual);
  }

  private SchedulerSettings usual() {
    return family().isXl() ? SchedulerSettings.xl() : SchedulerSettings.sd1();
  }

  private static Optional<Prediction> named(Optional<String> word) {
    return word.map(text -> text.toLowerCase(Locale.ROOT))
        .flatMap(
            text -> {
              if (text.startsWith("v")) {
                return Optional.of(Prediction.VELOCITY);
              }
              return text.startsWith("eps")
                  ? Optional.of(Prediction.EPSILON)
                  : Optional.<Prediction>empty();
            });
  }

  @Override
  public List<String> ignored() {
    return file.ignored();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
