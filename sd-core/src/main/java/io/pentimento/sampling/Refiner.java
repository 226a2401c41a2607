package io.pentimento.sampling;

import java.util.Objects;

/**
 * A second model that goes on where the first has come to a share of its way: SDXL's refiner, or
 * any other model of the same latents. It reads the prompts with its own text encoders.
 *
 * <p>The request's adapters, those that its prompts name, and its control units go on counting
 * where they suit the second model; those that do not are left out from the switch on, and the log
 * tells which. Pictures are encoded and decoded by the first model's autoencoder throughout.
 *
 * @param model the second model
 * @param switchAt the share of the way at which it takes over, in [0, 1]: 0 at once, 1 never. The
 *     way is that through the training timesteps, from 999 to 0, so that few steps may pass before
 *     a share that a schedule reaches soon, and a run from a picture may begin beyond it
 * @param bySteps whether the way is counted in calls of the network instead
 * @param passes in which passes of a hires fix it takes over
 */
public record Refiner(RefinerModel model, double switchAt, boolean bySteps, RefinedPasses passes) {
  private static final double USUAL_SHARE = 0.8;

  /** Checks every setting. */
  public Refiner {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(passes, "passes");
    if (!(switchAt >= 0 && switchAt <= 1)) {
      throw new IllegalArgumentException(
          "switchAt must be in [0, 1], but got: " + switchAt + ". Pass 0.8 for 80 percent.");
    }
  }

  /** A model that takes over at 0.8 of the way, in a hires fix in the second pass alone. */
  public static Refiner of(RefinerModel model) {
    return new Refiner(model, USUAL_SHARE, false, RefinedPasses.SECOND);
  }

  /** Returns this refiner, taking over at another share of the way, in [0, 1]. */
  public Refiner withSwitchAt(double switchAt) {
    return new Refiner(model, switchAt, bySteps, passes);
  }

  /** Returns this refiner with its way counted in calls of the network, or in timesteps. */
  public Refiner withBySteps(boolean bySteps) {
    return new Refiner(model, switchAt, bySteps, passes);
  }

  /** Returns this refiner for other passes of a hires fix. */
  public Refiner withPasses(RefinedPasses passes) {
    return new Refiner(model, switchAt, bySteps, passes);
  }
}
