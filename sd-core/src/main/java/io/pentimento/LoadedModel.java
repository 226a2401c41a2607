package io.pentimento;

import io.pentimento.internal.Scope;
import io.pentimento.model.Autoencoder;
import io.pentimento.model.TextTower;
import io.pentimento.model.Tokenizer;
import io.pentimento.model.UNet;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.SchedulerSettings;
import java.util.List;

/**
 * Everything of a model that all requests share. Nothing in it changes after loading, except what
 * the cache holds.
 *
 * @param description what it is
 * @param files what of it pictures record
 * @param towers its text encoders, at least one
 * @param nativeSide the side in pixels of the square pictures it was trained on
 * @param zerosForEmptyNegative whether zeros stand for an empty negative prompt; SDXL's alone
 * @param texts what the text encoders made of recent prompts
 * @param scope holds the weights
 */
record LoadedModel(
    ModelDescription description,
    RecordedFiles files,
    List<TextTower> towers,
    UNet unet,
    Autoencoder vae,
    SchedulerSettings scheduler,
    int nativeSide,
    boolean zerosForEmptyNegative,
    TextCache texts,
    Scope scope) {
  LoadedModel {
    towers = List.copyOf(towers);
  }

  /** Returns the tokenizer that tokens are counted with. */
  Tokenizer tokenizer() {
    return towers.get(0).tokenizer();
  }

  /** Returns the width of the pooled text, 0 if the model takes none. */
  int pooledWidth() {
    return towers.stream()
        .mapToInt(tower -> tower.encoder().pooledWidth().orElse(0))
        .max()
        .orElse(0);
  }

  LatentSpace space() {
    return new LatentSpace(
        vae.config().latentChannels(),
        vae.config().factor(),
        unet.config().inChannels(),
        nativeSide);
  }

  /** Frees the weights and the tokenizers. */
  void close() {
    scope.close();
    towers.forEach(tower -> tower.tokenizer().close());
  }
}
