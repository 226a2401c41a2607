package io.pentimento.sampling;

import java.util.Locale;

/** How diffusers spreads the steps of a run over the training timesteps. */
public enum TimestepSpacing {
  /** The first and last timestep and evenly between them. */
  LINSPACE,
  /** Multiples of a whole stride, counted from timestep 0, shifted by the steps' offset. */
  LEADING,
  /** A stride, counted down from the last timestep. */
  TRAILING,
  /** What the scheduler that is built prefers: leading for DDIM, linspace for Euler and DPM++. */
  UNSPECIFIED;

  /**
   * Finds a spacing by its name in {@code scheduler_config.json}.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static TimestepSpacing named(String configName) {
    return switch (configName.toLowerCase(Locale.ROOT)) {
      case "linspace" -> LINSPACE;
      case "leading" -> LEADING;
      case "trailing" -> TRAILING;
      default ->
          throw new IllegalArgumentException(
              "timestep_spacing must be one of linspace, leading, trailing, but got: "
                  + configName
                  + ".");
    };
  }
}
