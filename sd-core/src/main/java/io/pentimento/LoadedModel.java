package io.pentimento;

import io.pentimento.checkpoint.ModelFamily;
import io.pentimento.internal.Scope;
import io.pentimento.model.LatentCodec;
import io.pentimento.model.TextTower;
import io.pentimento.model.Tokenizer;
import io.pentimento.model.UNet;
import io.pentimento.patch.ModelPart;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.SchedulerSettings;
import java.util.List;

/**
 * Everything of a model that all requests share. Nothing in it changes after loading, except what
 * the caches hold.
 *
 * @param description what it is
 * @param files what of it pictures record
 * @param towers its text encoders, at least one
 * @param nativeSide the side in pixels of the square pictures it was trained on
 * @param zerosForEmptyNegative whether zeros stand for an empty negative prompt; SDXL's alone
 * @param texts what the text encoders made of recent prompts
 * @param pictures the encoder of {@code vae}, and what it made of recent pictures
 * @param adapters finds the adapters that prompts name
 * @param patched the networks under the patches of recent requests
 * @param memory counts the bytes of the weights, and of what patches change of them
 * @param scope holds the weights, and what patches change of them
 */
record LoadedModel(
    ModelDescription description,
    RecordedFiles files,
    List<TextTower> towers,
    UNet unet,
    LatentCodec vae,
    SchedulerSettings scheduler,
    int nativeSide,
    boolean zerosForEmptyNegative,
    TextCache texts,
    EncodedPictures pictures,
    AdapterSource adapters,
    PatchedModels patched,
    WeightMemory memory,
    Scope scope) {
  LoadedModel {
    towers = List.copyOf(towers);
  }

  /** Returns this model with adapters that prompts may name. */
  LoadedModel with(AdapterSource source, PatchedModels cache) {
    return new LoadedModel(
        description,
        files,
        towers,
        unet,
        vae,
        scheduler,
        nativeSide,
        zerosForEmptyNegative,
        texts,
        pictures,
        source,
        cache,
        memory,
        scope);
  }

  /** Returns the name under which pictures record it. */
  String name() {
    return description.name();
  }

  /** Returns what adapters call each of its text encoders. */
  List<ModelPart> textParts() {
    return description.family() == ModelFamily.SDXL_REFINER
        ? List.of(ModelPart.TEXT_ENCODER_2)
        : List.of(ModelPart.TEXT_ENCODER, ModelPart.TEXT_ENCODER_2).subList(0, towers.size());
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
        vae.latentChannels(), vae.factor(), unet.config().inChannels(), nativeSide);
  }

  /** Frees the weights and the tokenizers. */
  void close() {
    scope.close();
    memory.clear();
    towers.forEach(tower -> tower.tokenizer().close());
  }
}
