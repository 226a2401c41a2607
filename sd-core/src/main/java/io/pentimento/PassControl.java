package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.model.ControlResiduals;
import io.pentimento.model.PictureKeys;
import io.pentimento.model.UNet;
import io.pentimento.sampling.Conventions;
import io.pentimento.sampling.NextPass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The control units and image prompts of one pass at work. Their pictures are read once. */
final class PassControl {
  private final List<UnitAtWork> units;
  private final List<ImagePromptAtWork> prompts;
  private final Conventions conventions;

  /** The U-Net's number type. */
  private final NumberType type;

  private PassControl(
      List<UnitAtWork> units,
      List<ImagePromptAtWork> prompts,
      Conventions conventions,
      NumberType type) {
    this.units = units;
    this.prompts = prompts;
    this.conventions = conventions;
    this.type = type;
  }

  /**
   * Reads the pictures of a pass's units and image prompts.
   *
   * @param lease the units and image prompts, with networks that stay loaded
   * @param run holds what is made of them
   */
  static PassControl open(LoadedModel model, NextPass pass, ControlLease lease, Scope run) {
    Conventions conventions = pass.sampling().conventions();
    List<UnitAtWork> units = new ArrayList<>();
    for (ControlLease.Held one : lease.held()) {
      units.add(UnitAtWork.open(one, pass.plan(), conventions, model.space().factor(), run));
    }
    List<ImagePromptAtWork> prompts = new ArrayList<>();
    lease.prompts().forEach(held -> prompts.add(ImagePromptAtWork.open(held, run)));
    return new PassControl(units, prompts, conventions, model.unet().type());
  }

  /** Hears which step of a pass begins, from 0. */
  void enterStep(int step, int steps) {
    units.forEach(unit -> unit.enterStep(step, steps, conventions));
    prompts.forEach(prompt -> prompt.enterStep(step, steps, conventions));
  }

  /** Tells whether any unit counts in this step. */
  boolean isActive() {
    return units.stream().anyMatch(UnitAtWork::isActive);
  }

  /**
   * Prepares the units and image prompts for prompts, as {@link PromptedNetwork#under} does.
   *
   * @param scope holds what is prepared
   * @param unet the network of the current steps
   */
  UnderPrompts under(
      Scope scope, UNet unet, NDArray vectors, Optional<NDArray> beside, long prompted) {
    List<UnitAtWork.UnderPrompts> prepared = new ArrayList<>();
    for (UnitAtWork unit : units) {
      prepared.add(unit.under(scope, vectors, beside, prompted));
    }
    long rows = vectors.getShape().get(0);
    return new UnderPrompts(
        prepared,
        prompts.stream().map(prompt -> prompt.under(scope, unet, rows, prompted)).toList(),
        type);
  }

  /**
   * The units and image prompts under some prompts.
   *
   * @param units each of the units
   * @param prompts each of the image prompts
   * @param type the type that the U-Net computes in
   */
  record UnderPrompts(
      List<UnitAtWork.UnderPrompts> units,
      List<ImagePromptAtWork.UnderPrompts> prompts,
      NumberType type) {
    /** Returns keys of words with those of the pictures that count in this step beside them. */
    UNet.PromptKeys beside(UNet.PromptKeys words) {
      List<PictureKeys> pictures = prompts.stream().flatMap(one -> one.keys().stream()).toList();
      return pictures.isEmpty() ? words : words.beside(pictures);
    }

    /**
     * Returns the sum of what the active units add to a call; empty if none does.
     *
     * @param scope holds it
     * @param sample what the U-Net takes, {@code [rows, channels, h, w]}, float32
     */
    Optional<ControlResiduals> residuals(Scope scope, NDArray sample, double timestep) {
      Optional<ControlResiduals> sum = Optional.empty();
      for (UnitAtWork.UnderPrompts unit : units) {
        Optional<ControlResiduals> added =
            unit.residuals(scope, sample, timestep).map(one -> one.as(scope, type));
        sum =
            sum.isPresent() && added.isPresent()
                ? Optional.of(sum.get().plus(scope, added.get()))
                : sum.or(() -> added);
      }
      return sum;
    }
  }
}
