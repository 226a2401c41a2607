package io.pentimento.prompt;

import io.pentimento.model.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A chunk that still grows. */
final class OpenChunk {
  private static final int NO_COMMA = -1;

  private final Tokenizer tokenizer;
  private final int[] ids;
  private final float[] weights;
  private final List<TokenChunk.Placement> placements = new ArrayList<>();
  private int length;
  private int lastComma = NO_COMMA;

  OpenChunk(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
    int capacity = tokenizer.maxLength() - 2;
    this.ids = new int[capacity];
    this.weights = new float[capacity];
  }

  /** Returns how many tokens fit, not counting start and end. */
  int capacity() {
    return ids.length;
  }

  int length() {
    return length;
  }

  boolean isEmpty() {
    return length == 0;
  }

  boolean isFull() {
    return length == ids.length;
  }

  boolean fits(int more) {
    return length + more <= ids.length;
  }

  void add(int id, float weight) {
    ids[length] = id;
    weights[length] = weight;
    length++;
  }

  /** Leaves room for an embedding's vectors. */
  void place(PromptEmbedding embedding, float weight) {
    placements.add(new TokenChunk.Placement(length, embedding));
    for (int i = 0; i < embedding.vectors(); i++) {
      add(0, weight);
    }
  }

  /** Remembers that the next token is a comma. */
  void markComma() {
    lastComma = length;
  }

  /** Tells whether this chunk is full and its last comma near enough to end there. */
  boolean endsAtComma(int backtrack) {
    return backtrack != 0 && isFull() && lastComma != NO_COMMA && length - lastComma <= backtrack;
  }

  /**
   * Takes what follows the last comma out, into a new chunk; embeddings stay where they were, as in
   * the WebUI.
   */
  OpenChunk splitAtComma() {
    OpenChunk moved = new OpenChunk(tokenizer);
    int kept = Math.min(lastComma + 1, length);
    for (int i = kept; i < length; i++) {
      moved.add(ids[i], weights[i]);
    }
    length = kept;
    return moved;
  }

  /** Returns this chunk with start, end and padding around. */
  TokenChunk closed() {
    int[] allIds = new int[ids.length + 2];
    float[] allWeights = new float[ids.length + 2];
    Arrays.fill(allWeights, 1);
    Arrays.fill(allIds, tokenizer.endId());
    allIds[0] = tokenizer.startId();
    System.arraycopy(ids, 0, allIds, 1, length);
    System.arraycopy(weights, 0, allWeights, 1, length);
    // Everything behind the first end token is padding, also behind one that the prompt itself
    // spells.
    int firstEnd = 1;
    while (allIds[firstEnd] != tokenizer.endId()) {
      firstEnd++;
    }
    if (tokenizer.padId() != tokenizer.endId()) {
      Arrays.fill(allIds, firstEnd + 1, allIds.length, tokenizer.padId());
    }
    return new TokenChunk(allIds, allWeights, placements);
  }
}
