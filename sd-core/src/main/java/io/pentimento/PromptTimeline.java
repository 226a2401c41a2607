package io.pentimento;

import java.util.List;

/**
 * The vectors of a prompt that changes on the way.
 *
 * @param entries at least one, in the order in which they count
 */
record PromptTimeline(List<Entry> entries) {
  /**
   * Vectors that count up to a call of the network.
   *
   * @param lastCall the last call, counted from 0
   * @param vectors the vectors
   */
  record Entry(int lastCall, PromptVectors vectors) {}

  PromptTimeline {
    entries = List.copyOf(entries);
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("A prompt must have vectors, but got none.");
    }
  }

  /** A prompt that stays the same. */
  static PromptTimeline of(PromptVectors vectors) {
    return new PromptTimeline(List.of(new Entry(Integer.MAX_VALUE, vectors)));
  }

  /**
   * Returns the vectors of a call. Samplers that call the network more often than planned begin
   * anew with the first, as in the WebUI.
   */
  PromptVectors at(int call) {
    return entries.stream()
        .filter(entry -> call <= entry.lastCall())
        .findFirst()
        .orElse(entries.get(0))
        .vectors();
  }
}
