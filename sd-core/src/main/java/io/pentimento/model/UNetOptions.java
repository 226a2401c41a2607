package io.pentimento.model;

import io.pentimento.patch.FreeU;
import java.util.Optional;

/**
 * How a U-Net computes, with its weights as they are.
 *
 * @param freeU how its way up weighs its inputs, if not as trained
 * @param perturbed whether the tokens of the middle block's self-attention look at themselves alone
 */
public record UNetOptions(Optional<FreeU> freeU, boolean perturbed) {
  /** As it was trained. */
  public static final UNetOptions NONE = new UNetOptions(Optional.empty(), false);

  /** Returns these options, with the middle block's self-attention replaced by the identity. */
  public UNetOptions withPerturbed() {
    return new UNetOptions(freeU, true);
  }
}
