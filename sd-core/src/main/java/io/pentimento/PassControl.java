package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.model.ControlResiduals;
import io.pentimento.sampling.Conventions;
import io.pentimento.sampling.NextPass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The control units of one pass at work. Their pictures are read once. */
final class PassControl {
  private final List<UnitAtWork> units;
  private final Conventions conventions;

  /** The U-Net's number type. */
  private final NumberType type;

  private PassControl(List<UnitAtWork> units, Conventions conventions, NumberType type) {
    this.units = units;
    this.conventions = conventions;
    this.type = type;
  }

  /**
   * Reads the pictures of a pass's units.
   *
   * @param held the units, with networks that stay loaded
   * @param run holds what is made of them
   */
  static PassControl open(
      LoadedModel model, NextPass pass, List<ControlLease.Held> held, Scope run) {
    Conventions conventions = pass.sampling().conventions();
    List<UnitAtWork> units = new ArrayList<>();
    for (ControlLease.Held one : held) {
      units.add(UnitAtWork.open(one, pass.plan(), conventions, model.space().factor(), run));
    }
    return new PassControl(units, conventions, model.unet().type());
  }

  /** Hears which step of a pass begins, from 0. */
  void enterStep(int step, int steps) {
    units.forEach(unit -> unit.enterStep(step, steps, conventions));
  }

  /** Tells whether any unit counts in this step. */
  boolean isActive() {
    return units.stream().anyMatch(UnitAtWork::isActive);
  }

  /**
   * Prepares the units for prompts, as {@link PromptedNetwork#under} does.
   *
   * @param scope holds what is prepared
   */
  UnderPrompts under(Scope scope, NDArray vectors, Optional<NDArray> beside, long prompted) {
    List<UnitAtWork.UnderPrompts> prepared = new ArrayList<>();
    for (UnitAtWork unit : units) {
      prepared.add(unit.under(scope, vectors, beside, prompted));
    }
    return new UnderPrompts(prepared, type);
  }

  /**
   * The units under some prompts.
   *
   * @param units each of them
   * @param type the type that the U-Net computes in
   */
  record UnderPrompts(List<UnitAtWork.UnderPrompts> units, NumberType type) {
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
