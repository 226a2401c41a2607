package io.pentimento.adapters;

import java.nio.file.Path;
import java.util.List;

/**
 * How a LoRA file met a model.
 *
 * @param path the file
 * @param matched the names of its layers that the model has
 * @param words the words of embeddings that it brings along
 * @param unmatched the names of tensors, and of layers with all their tensors, that had no effect
 */
public record LoraMatch(
    Path path, List<String> matched, List<String> words, List<String> unmatched) {
  /** Copies the lists. */
  public LoraMatch {
    matched = List.copyOf(matched);
    words = List.copyOf(words);
    unmatched = List.copyOf(unmatched);
  }
}
