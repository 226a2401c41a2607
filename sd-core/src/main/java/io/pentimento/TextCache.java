package io.pentimento;

import io.pentimento.patch.ModelPatch;
import io.pentimento.prompt.Emphasis;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the text encoder made of recent prompts: many pictures are made of the same words. Least
 * recently used ones go first. Safe for use by many threads.
 */
final class TextCache {
  /** How many numbers are kept in all, 64 MiB of them: some 280 prompts of 77 tokens. */
  private static final long MOST_VALUES = 16L << 20;

  private final Map<Key, Vectors> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long values;

  /**
   * What an encoding depends on.
   *
   * @param texts the texts that are encoded together, in order
   * @param patch what changes their encoding; that of nothing if the texts' encoding is the model's
   *     own
   */
  record Key(List<String> texts, int clipSkip, Emphasis emphasis, ModelPatch patch) {
    Key {
      texts = List.copyOf(texts);
    }
  }

  /**
   * The vectors of texts that are encoded together.
   *
   * @param tokens how many vectors each distinct text has
   * @param width the length of a vector
   * @param byText row-major values of each distinct text
   * @param pooled the pooled vector of each distinct text; empty but for SDXL
   */
  record Vectors(
      long tokens, long width, Map<String, float[]> byText, Map<String, float[]> pooled) {
    private long size() {
      long beside = pooled.values().stream().mapToLong(vector -> vector.length).sum();
      return tokens * width * byText.size() + beside;
    }
  }

  synchronized Optional<Vectors> get(Key key) {
    return Optional.ofNullable(entries.get(key));
  }

  synchronized void put(Key key, Vectors vectors) {
    Vectors replaced = entries.put(key, vectors);
    values += vectors.size() - (replaced == null ? 0 : replaced.size());
    var oldest = entries.entrySet().iterator();
    while (values > MOST_VALUES && entries.size() > 1) {
      values -= oldest.next().getValue().size();
      oldest.remove();
    }
  }
}
