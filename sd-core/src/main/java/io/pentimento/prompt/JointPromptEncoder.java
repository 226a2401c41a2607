package io.pentimento.prompt;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns prompts into what the U-Net looks at, with all text encoders of a model: their vectors
 * stand side by side. Weights act on each encoder's vectors alone, as in the WebUI.
 */
@SuppressWarnings("exports") // The networks stay hidden: only this library makes one.
public final class JointPromptEncoder {
  private final List<PromptEncoder> encoders;

  /**
   * Joins encoders.
   *
   * @param encoders those of a model's text encoders, at least one, in their order
   */
  public JointPromptEncoder(List<PromptEncoder> encoders) {
    this.encoders = List.copyOf(encoders);
  }

  /** Tells whether any text has a word that a text encoder was given. */
  public boolean hasAddedWords(List<String> texts) {
    return encoders.stream().anyMatch(encoder -> encoder.hasAddedWords(texts));
  }

  /**
   * Encodes the texts of one schedule together, as {@link PromptEncoder#encodeTexts} does.
   *
   * @param parent holds the results
   * @param texts the texts, at least one
   * @return for each text, in order, what it became; equal texts share it
   */
  public List<EncodedText> encode(Scope parent, List<String> texts) {
    List<List<EncodedText>> all = new ArrayList<>();
    for (PromptEncoder encoder : encoders) {
      all.add(encoder.encodeTexts(parent, texts));
    }
    if (all.size() == 1) {
      return all.get(0);
    }
    Map<String, EncodedText> joined = new HashMap<>();
    for (int i = 0; i < texts.size(); i++) {
      if (!joined.containsKey(texts.get(i))) {
        joined.put(texts.get(i), joined(parent, all, i));
      }
    }
    return texts.stream().map(joined::get).toList();
  }

  private static EncodedText joined(Scope parent, List<List<EncodedText>> all, int text) {
    EncodedText first = all.get(0).get(text);
    NDArray vectors = first.vectors();
    Optional<NDArray> pooled = first.pooled();
    for (List<EncodedText> encoded : all.subList(1, all.size())) {
      EncodedText next = encoded.get(text);
      vectors = parent.concat(vectors, next.vectors(), 2);
      pooled = next.pooled().or(() -> first.pooled());
    }
    return new EncodedText(vectors, pooled);
  }
}
