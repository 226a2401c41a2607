package io.pentimento;

import io.pentimento.sampling.RefinedPasses;
import io.pentimento.sampling.Refiner;
import io.pentimento.sampling.RefinerModel;
import java.util.Objects;
import java.util.Optional;

/**
 * The second model that a picture's parameters tell of.
 *
 * @param name its name
 * @param hash the hash of its file, see {@link Pipeline#modelHash}, if it is told
 * @param switchAt the share of the way at which it took over, in [0, 1]
 * @param bySteps whether the way was counted in calls of the network
 * @param passes in which passes of a hires fix it took over
 */
public record RecordedRefiner(
    String name, Optional<String> hash, double switchAt, boolean bySteps, RefinedPasses passes) {
  /** Checks the share. */
  public RecordedRefiner {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(hash, "hash");
    Objects.requireNonNull(passes, "passes");
    RequestBuilder.requireFraction("switchAt", switchAt);
  }

  /** Returns these settings with a loaded model. */
  public Refiner with(RefinerModel model) {
    return new Refiner(model, switchAt, bySteps, passes);
  }
}
