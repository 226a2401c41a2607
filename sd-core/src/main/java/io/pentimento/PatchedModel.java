package io.pentimento;

import io.pentimento.model.PatchedUNet;
import io.pentimento.model.TextEncoder;
import io.pentimento.patch.ModelPatch;
import io.pentimento.prompt.AddedWord;
import io.pentimento.prompt.PromptChunker;
import io.pentimento.prompt.PromptEncoder;
import io.pentimento.prompt.PromptReading;
import java.util.List;

/**
 * The networks of a model under a patch. What the patch leaves alone is the model's own.
 *
 * @param base the model
 * @param patch the patch
 * @param unet the U-Net
 * @param textEncoder the text encoder
 * @param changesTextLayers whether texts without any of the words are encoded otherwise as well
 * @param words the words that the text encoder was given
 */
record PatchedModel(
    LoadedModel base,
    ModelPatch patch,
    PatchedUNet unet,
    TextEncoder textEncoder,
    boolean changesTextLayers,
    List<AddedWord> words) {
  PatchedModel {
    words = List.copyOf(words);
  }

  /** The model as it was loaded. */
  static PatchedModel of(LoadedModel model) {
    return new PatchedModel(
        model,
        ModelPatch.none(),
        PatchedUNet.of(model.unet()),
        model.textEncoder(),
        false,
        List.of());
  }

  PromptEncoder encoder(PromptReading reading) {
    return new PromptEncoder(
        base.tokenizer(), textEncoder, words, reading.clipSkip(), reading.emphasis());
  }

  /** Returns what cuts prompts that may have the added words. */
  PromptChunker chunker() {
    return new PromptChunker(
        base.tokenizer(),
        words.stream().map(AddedWord::embedding).toList(),
        PromptChunker.USUAL_BACKTRACK);
  }

  /**
   * Returns what of the patch changes the encoding of texts: all of it if it changes the text
   * encoder's layers, or if a text has one of its words.
   */
  ModelPatch changesTo(PromptEncoder encoder, List<String> texts) {
    return changesTextLayers || encoder.hasAddedWords(texts) ? patch : ModelPatch.none();
  }
}
