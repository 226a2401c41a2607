package io.pentimento.model;

import io.pentimento.internal.Scope;
import java.util.Optional;

/** A U-Net that may be another one in each step, and shares with its model what is the same. */
public final class PatchedUNet {
  private final UNet base;

  /** The changes, if they differ from step to step. */
  private final Optional<NetworkPatch> steps;

  private PatchedUNet(UNet base, Optional<NetworkPatch> steps) {
    this.base = base;
    this.steps = steps;
  }

  /** A U-Net that is the same in all steps. */
  public static PatchedUNet of(UNet unet) {
    return new PatchedUNet(unet, Optional.empty());
  }

  /**
   * Changes a U-Net.
   *
   * @param scope holds what is new of it
   */
  public static PatchedUNet of(UNet unet, NetworkPatch patch, Scope scope) {
    patch.settle();
    if (patch.isStepped()) {
      return new PatchedUNet(unet, Optional.of(patch));
    }
    return of(patch.isEmpty() ? unet : unet.patched(patch.at(0, scope)));
  }

  /** Tells whether the network takes the guidance's scale as an input. */
  public boolean takesGuidance() {
    return base.takesGuidance();
  }

  /** Returns a number that is the same for steps with the same network. */
  public int stretch(int step) {
    return steps.map(patch -> patch.stretch(step)).orElse(0);
  }

  /**
   * Returns the network of a step, whose weights stay in memory until the lease is closed.
   *
   * @param scope holds what of it is for this stretch of steps alone
   * @throws java.io.UncheckedIOException if the weights have to be read, and that fails
   */
  public NetworkLease<UNet> at(int step, Scope scope) {
    NetworkLease<UNet> whole = base.use();
    return steps.isEmpty()
        ? whole
        : whole.map(unet -> unet.patched(steps.get().at(step, unet.tensors(), scope)));
  }
}
