package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.FeatureKernels;
import io.pentimento.internal.Scope;
import org.jspecify.annotations.Nullable;

/** Notes in one call where the tokens of the U-Net's middle block look; for that call alone. */
public final class AttentionMap {
  private final Scope into;
  private @Nullable NDArray received;

  /**
   * Prepares for a call.
   *
   * @param into holds the map
   */
  public AttentionMap(Scope into) {
    this.into = into;
  }

  /**
   * Returns how much attention each cell of the middle block got in its first layer: the sum over
   * all cells of the mean over all heads, 1 on average; {@code [rows, 1, h, w]}, float32.
   *
   * @throws IllegalStateException if the call was not made yet
   */
  public NDArray received() {
    if (received == null) {
      throw new IllegalStateException("Attention is known once the network was called.");
    }
    return received;
  }

  /** Self-attention as it was trained, which is looked at in the first layer. */
  NDArray attend(Scope scope, Attention attention, SelfAttention.Cells cells) {
    if (received == null) {
      NDArray queries = attention.toQ().apply(scope, cells.normed());
      NDArray keys = attention.project(scope, cells.normed()).keys();
      NDArray map = FeatureKernels.attentionReceived(into, queries, keys, attention.heads());
      received = map.reshape(-1, 1, cells.height(), cells.width());
      into.adopt(received);
    }
    return SelfAttention.TRAINED.attend(scope, attention, cells);
  }
}
