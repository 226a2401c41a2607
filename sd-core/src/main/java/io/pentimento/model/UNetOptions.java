package io.pentimento.model;

import io.pentimento.patch.FreeU;
import java.util.Optional;

/**
 * How a U-Net computes, with its weights as they are.
 *
 * @param freeU how its way up weighs its inputs, if not as trained
 * @param perturbed whether the tokens of the middle block's self-attention look at themselves alone
 * @param control what ControlNets add to its way up, for the same batch
 */
public record UNetOptions(
    Optional<FreeU> freeU, boolean perturbed, Optional<ControlResiduals> control) {
  /** As it was trained. */
  public static final UNetOptions NONE = new UNetOptions(Optional.empty(), false, Optional.empty());

  /** Returns these options, with the way up weighing its inputs so. */
  public UNetOptions withFreeU(Optional<FreeU> freeU) {
    return new UNetOptions(freeU, perturbed, control);
  }

  /** Returns these options, with the middle block's self-attention replaced by the identity. */
  public UNetOptions withPerturbed() {
    return new UNetOptions(freeU, true, control);
  }

  /** Returns these options, with other additions of ControlNets. */
  public UNetOptions withControl(Optional<ControlResiduals> control) {
    return new UNetOptions(freeU, perturbed, control);
  }
}
