package io.pentimento.prompt;

/**
 * What prompt editing counts in: the denoiser calls of one pass. Samplers of second order make two
 * calls a step, and those count twice.
 *
 * <p>In {@code [cat:dog:WHEN]}, a WHEN with a point is a share of a pass, one without is a call.
 * Where a picture is enlarged and passes the sampler again (hires fix), the second pass goes on
 * counting where the first ended: shares from 1.0 to 2.0 and calls beyond those of the first pass
 * lie in it, and what is smaller is past.
 *
 * @param steps the planned denoiser calls of this pass, at least 1
 * @param baseSteps in a second pass the planned denoiser calls of the first, at least 1; 0 in a
 *     first pass
 * @param oldTimelines whether WHEN means what it did in the WebUI before version 1.6: a share if it
 *     is less than 1, with or without a point, and both passes as if they were the first
 */
public record Timeline(int steps, int baseSteps, boolean oldTimelines) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if {@code steps} is below 1 or {@code baseSteps} below 0
   */
  public Timeline {
    if (steps < 1) {
      throw new IllegalArgumentException("steps must be 1 or more, but got: " + steps + ".");
    }
    if (baseSteps < 0) {
      throw new IllegalArgumentException(
          "baseSteps must be 1 or more, or 0 in a first pass, but got: " + baseSteps + ".");
    }
  }

  /**
   * Returns the timeline of a first or only pass.
   *
   * @param steps the planned denoiser calls, at least 1
   */
  public static Timeline firstPass(int steps) {
    return new Timeline(steps, 0, false);
  }

  /**
   * Returns the timeline of the second pass of hires fix.
   *
   * @param steps the planned denoiser calls of the second pass, at least 1
   * @param baseSteps the planned denoiser calls of the first pass, at least 1
   */
  public static Timeline secondPass(int steps, int baseSteps) {
    if (baseSteps < 1) {
      throw new IllegalArgumentException(
          "baseSteps must be 1 or more, but got: " + baseSteps + ".");
    }
    return new Timeline(steps, baseSteps, false);
  }

  /** Returns this timeline with or without the old meaning of WHEN. */
  public Timeline withOldTimelines(boolean old) {
    return new Timeline(steps, baseSteps, old);
  }

  /**
   * Returns the last call that a schedule names: {@code steps}, but with old timelines those of the
   * first pass in both passes.
   */
  public int lastStep() {
    return isSecondPass() && oldTimelines ? baseSteps : steps;
  }

  private boolean isSecondPass() {
    return baseSteps > 0;
  }

  /**
   * Returns the last call before a switch, 0 or less if the switch is past from the start.
   *
   * @param value WHEN
   * @param isShare whether it is written with a point
   */
  int switchStep(double value, boolean isShare) {
    double step;
    if (oldTimelines) {
      step = value < 1 ? value * lastStep() : value;
    } else if (isShare) {
      step = (isSecondPass() ? value - 1 : value) * steps;
    } else {
      step = value - baseSteps;
    }
    // The cast cuts toward zero and holds infinite values at the ends of int.
    return Math.min(lastStep(), (int) step);
  }
}
