package io.pentimento.model;

import io.pentimento.patch.FreeU;
import java.util.Optional;

/**
 * How a U-Net computes, with its weights as they are.
 *
 * @param freeU how its way up weighs its inputs, if not as trained
 * @param perturbed whether the tokens of the middle block's self-attention look at themselves alone
 * @param control what ControlNets add to its way up, for the same batch
 * @param tokenMerging which share of the tokens of the largest resolution is merged into others for
 *     self-attention, in [0, 1]
 * @param attention what notes where the tokens of the middle block look; of no effect where they
 *     are perturbed
 * @param deep what remembers the features of the deep part over some calls; control units are not
 *     counted in it, so it is not asked where they count
 */
public record UNetOptions(
    Optional<FreeU> freeU,
    boolean perturbed,
    Optional<ControlResiduals> control,
    double tokenMerging,
    Optional<AttentionMap> attention,
    Optional<DeepFeatures> deep) {
  /** As it was trained. */
  public static final UNetOptions NONE =
      new UNetOptions(
          Optional.empty(), false, Optional.empty(), 0, Optional.empty(), Optional.empty());

  /** Returns these options, with the way up weighing its inputs so. */
  public UNetOptions withFreeU(Optional<FreeU> freeU) {
    return new UNetOptions(freeU, perturbed, control, tokenMerging, attention, deep);
  }

  /** Returns these options, with the middle block's self-attention replaced by the identity. */
  public UNetOptions withPerturbed() {
    return new UNetOptions(freeU, true, control, tokenMerging, attention, Optional.empty());
  }

  /** Returns these options, with other additions of ControlNets. */
  public UNetOptions withControl(Optional<ControlResiduals> control) {
    return new UNetOptions(freeU, perturbed, control, tokenMerging, attention, deep);
  }

  /** Returns these options, with another share of merged tokens. */
  public UNetOptions withTokenMerging(double ratio) {
    return new UNetOptions(freeU, perturbed, control, ratio, attention, deep);
  }

  /** Returns these options, with what notes where the middle block's tokens look. */
  public UNetOptions withAttention(AttentionMap attention) {
    return new UNetOptions(
        freeU, perturbed, control, tokenMerging, Optional.of(attention), Optional.empty());
  }

  /** Returns these options, with what remembers the features of the deep part. */
  public UNetOptions withDeep(DeepFeatures deep) {
    return new UNetOptions(freeU, perturbed, control, tokenMerging, attention, Optional.of(deep));
  }

  /** Returns how the tokens of the largest resolution look at each other. */
  SelfAttention topmostAttention() {
    return tokenMerging > 0 ? new TokenMerging(tokenMerging) : SelfAttention.TRAINED;
  }

  /** Returns how the tokens of the middle block look at each other. */
  SelfAttention middleAttention() {
    if (perturbed) {
      return SelfAttention.PERTURBED;
    }
    return attention.<SelfAttention>map(map -> map::attend).orElse(SelfAttention.TRAINED);
  }
}
