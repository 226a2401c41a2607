package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.control.ControlMode;
import io.pentimento.control.ControlUnit;
import io.pentimento.internal.Scope;
import io.pentimento.model.ControlNetwork;
import io.pentimento.model.ControlResiduals;
import io.pentimento.model.UNet;
import io.pentimento.sampling.Conventions;
import io.pentimento.sampling.LatentPlan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One control unit in one pass. */
final class UnitAtWork {
  private final ControlUnit unit;
  private final ControlNetwork network;
  private final Scope run;
  private final NDArray picture;
  private final List<NDArray> factors;
  private final Map<Double, NDArray> timeEmbeddings = new HashMap<>();
  private boolean active;

  private UnitAtWork(
      ControlUnit unit, ControlNetwork network, Scope run, NDArray picture, List<NDArray> factors) {
    this.unit = unit;
    this.network = network;
    this.run = run;
    this.picture = picture;
    this.factors = factors;
  }

  /** Reads the unit's picture. */
  static UnitAtWork open(
      ControlLease.Held held, LatentPlan plan, Conventions conventions, int factor, Scope run) {
    ControlUnit unit = held.unit();
    ControlNetwork network = held.model().network();
    float[] values = ControlHint.values(unit, plan);
    try (Scope scope = run.open("control")) {
      NDArray picture =
          run.adopt(
              network.readPicture(scope, scope.array(values, 1, 3, plan.height(), plan.width())));
      List<NDArray> factors = ControlFactors.of(run, unit, network, conventions, plan, factor);
      return new UnitAtWork(unit, network, run, picture, factors);
    }
  }

  /** Hears which step begins, and finds out whether the unit counts in it. */
  void enterStep(int step, int steps, Conventions conventions) {
    active = isActive(unit, step, steps, conventions);
  }

  /**
   * Tells whether a unit counts in a step: in the WebUI if the step begins in the unit's range, in
   * diffusers if all of it lies there.
   */
  static boolean isActive(ControlUnit unit, int step, int steps, Conventions conventions) {
    return isActive(unit.start(), unit.end(), step, steps, conventions);
  }

  /** Tells whether what counts in a range of the steps does so in one of them. */
  static boolean isActive(double start, double end, int step, int steps, Conventions conventions) {
    double begin = step / (double) steps;
    double last = conventions == Conventions.DIFFUSERS ? (step + 1) / (double) steps : begin;
    return begin >= start && last <= end;
  }

  boolean isActive() {
    return active;
  }

  /** Prepares the unit for prompts; see {@link PromptedNetwork#under}. */
  UnderPrompts under(Scope scope, NDArray vectors, Optional<NDArray> beside, long prompted) {
    long rows = vectors.getShape().get(0);
    long steered = unit.mode() == ControlMode.CONTROL ? prompted : rows;
    if (steered == 0) {
      return (into, sample, timestep) -> Optional.empty();
    }
    try (Scope temporary = scope.open("control prompts")) {
      NDArray own = first(temporary, vectors, steered);
      Optional<NDArray> ownBeside = beside.map(row -> first(temporary, row, steered));
      UNet.PromptKeys keys = network.project(scope, own, ownBeside);
      return (into, sample, timestep) ->
          active ? Optional.of(residuals(into, sample, timestep, keys, steered)) : Optional.empty();
    }
  }

  private static NDArray first(Scope scope, NDArray array, long rows) {
    return array.getShape().get(0) == rows ? array : scope.slice(array, 0, rows, 0);
  }

  /** The unit under some prompts. */
  interface UnderPrompts {
    /** Returns what the unit adds to a call; empty if it does not count. */
    Optional<ControlResiduals> residuals(Scope into, NDArray sample, double timestep);
  }

  private ControlResiduals residuals(
      Scope into, NDArray sample, double timestep, UNet.PromptKeys keys, long steered) {
    NDArray time = timeEmbeddings.computeIfAbsent(timestep, known -> network.embedTime(run, known));
    long rows = sample.getShape().get(0);
    try (Scope scope = into.open("unit")) {
      ControlResiduals residuals =
          network.residuals(scope, latent(scope, sample, steered), time, keys, picture, factors);
      ControlResiduals whole =
          steered == rows ? residuals : residuals.padded(scope, rows - steered);
      whole.down().forEach(into::adopt);
      into.adopt(whole.middle());
      return whole;
    }
  }

  /** Returns the latent without what inpainting models take beside it, of the steered rows. */
  private NDArray latent(Scope scope, NDArray sample, long steered) {
    int channels = network.config().encoder().inChannels();
    NDArray rows = first(scope, sample, steered);
    return rows.getShape().get(1) == channels ? rows : scope.slice(rows, 0, channels, 1);
  }
}
