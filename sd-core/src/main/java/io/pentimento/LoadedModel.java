package io.pentimento;

import io.pentimento.internal.Scope;
import io.pentimento.model.ClipTokenizer;
import io.pentimento.model.LatentCodec;
import io.pentimento.model.TextEncoder;
import io.pentimento.model.UNet;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.SchedulerSettings;

/**
 * Everything of a model that all requests share. Nothing in it changes after loading, except what
 * the caches hold.
 *
 * @param name the name under which pictures record the model
 * @param texts what the text encoder made of recent prompts
 * @param pictures the encoder of {@code vae}, and what it made of recent pictures
 * @param adapters finds the adapters that prompts name
 * @param patched the networks under the patches of recent requests
 * @param scope holds the weights, and what patches change of them
 */
record LoadedModel(
    String name,
    ClipTokenizer tokenizer,
    TextEncoder textEncoder,
    UNet unet,
    LatentCodec vae,
    SchedulerSettings scheduler,
    TextCache texts,
    EncodedPictures pictures,
    AdapterSource adapters,
    PatchedModels patched,
    Scope scope) {
  /** Returns this model with adapters that prompts may name. */
  LoadedModel with(AdapterSource source, PatchedModels cache) {
    return new LoadedModel(
        name, tokenizer, textEncoder, unet, vae, scheduler, texts, pictures, source, cache, scope);
  }

  LatentSpace space() {
    int factor = vae.factor();
    return new LatentSpace(
        vae.latentChannels(),
        factor,
        unet.config().inChannels(),
        unet.config().sampleSize() * factor);
  }

  /** Frees the weights and the tokenizer. */
  void close() {
    scope.close();
    tokenizer.close();
  }
}
