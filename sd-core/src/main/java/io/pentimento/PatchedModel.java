package io.pentimento;

import io.pentimento.model.PatchedUNet;
import io.pentimento.model.TextTower;
import io.pentimento.patch.ModelPatch;
import io.pentimento.prompt.AddedWord;
import io.pentimento.prompt.JointPromptEncoder;
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
 * @param texts the text encoders, in the model's order
 */
record PatchedModel(LoadedModel base, ModelPatch patch, PatchedUNet unet, List<PatchedText> texts) {
  PatchedModel {
    texts = List.copyOf(texts);
  }

  /**
   * A text encoder under a patch.
   *
   * @param tower the encoder with its tokenizer
   * @param changesLayers whether texts without any of the words are encoded otherwise as well
   * @param words the words that it was given
   */
  record PatchedText(TextTower tower, boolean changesLayers, List<AddedWord> words) {
    PatchedText {
      words = List.copyOf(words);
    }
  }

  /** The model as it was loaded. */
  static PatchedModel of(LoadedModel model) {
    return new PatchedModel(
        model,
        ModelPatch.none(),
        PatchedUNet.of(model.unet()),
        model.towers().stream().map(tower -> new PatchedText(tower, false, List.of())).toList());
  }

  JointPromptEncoder encoder(PromptReading reading) {
    return new JointPromptEncoder(
        texts.stream()
            .map(
                text ->
                    new PromptEncoder(
                        text.tower(), text.words(), reading.clipSkip(), reading.emphasis()))
            .toList());
  }

  /** Returns what cuts prompts that may have the added words. */
  PromptChunker chunker() {
    return new PromptChunker(
        base.tokenizer(),
        texts.get(0).words().stream().map(AddedWord::embedding).toList(),
        PromptChunker.USUAL_BACKTRACK);
  }

  /**
   * Returns what of the patch changes the encoding of texts: all of it if it changes a text
   * encoder's layers, or if a text has one of its words.
   */
  ModelPatch changesTo(JointPromptEncoder encoder, List<String> words) {
    boolean changed = texts.stream().anyMatch(PatchedText::changesLayers);
    return changed || encoder.hasAddedWords(words) ? patch : ModelPatch.none();
  }
}
