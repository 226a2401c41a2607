package io.pentimento.prompt;

import java.util.List;

/**
 * What the text encoder takes in at once: token ids with the weight of each, and where embeddings
 * replace them.
 */
public final class TokenChunk {
  private final int[] ids;
  private final float[] weights;
  private final List<Placement> placements;

  /**
   * An embedding in a chunk. Its rows replace token embeddings {@code offset + 1} and on; what
   * reaches beyond the chunk is cut.
   *
   * @param offset the position of its first vector, not counting the start token
   * @param embedding the embedding
   */
  public record Placement(int offset, PromptEmbedding embedding) {}

  TokenChunk(int[] ids, float[] weights, List<Placement> placements) {
    this.ids = ids;
    this.weights = weights;
    this.placements = List.copyOf(placements);
  }

  /**
   * Returns a copy of the token ids with start, end and padding, 77 for all Stable Diffusion
   * models.
   */
  public int[] ids() {
    return ids.clone();
  }

  /** Returns a copy of the weights, one for each id; those of start, end and padding are 1. */
  public float[] weights() {
    return weights.clone();
  }

  /** Tells whether any weight is other than 1. */
  public boolean isWeighted() {
    for (float weight : weights) {
      if (weight != 1) {
        return true;
      }
    }
    return false;
  }

  /** Returns the embeddings in this chunk, in the order of the prompt. */
  public List<Placement> placements() {
    return placements;
  }
}
