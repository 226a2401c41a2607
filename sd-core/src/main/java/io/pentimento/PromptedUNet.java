package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.model.AttentionMap;
import io.pentimento.model.ControlResiduals;
import io.pentimento.model.DeepFeatures;
import io.pentimento.model.NetworkLease;
import io.pentimento.model.Observer;
import io.pentimento.model.PatchedUNet;
import io.pentimento.model.RegionShares;
import io.pentimento.model.UNet;
import io.pentimento.model.UNetOptions;
import io.pentimento.sampling.Sampling;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A U-Net at work in one request. What does not change between steps is computed once: each
 * prompt's keys and values, each timestep's embedding, and the network itself where adapters count
 * more in some steps than in others.
 */
final class PromptedUNet implements PromptedNetwork {
  private final PatchedUNet patched;
  private final PassControl control;
  private final Scope run;
  private final double guidanceScale;
  private final UNetOptions options;
  private final int deepInterval;
  private final Map<Double, NDArray> timeEmbeddings = new HashMap<>();
  private int stretch;

  /** Holds what is for the current stretch of steps alone. */
  private Scope current;

  /** Taken when the network is first needed. */
  private @Nullable NetworkLease<UNet> lease;

  /** The current step. */
  private int step;

  /**
   * Prepares a network.
   *
   * @param control what steers it beside prompts
   * @param run holds the embeddings of timesteps, and what of the network is for some steps alone
   * @param sampling tells the guidance and how the network computes
   */
  PromptedUNet(PatchedUNet patched, PassControl control, Scope run, Sampling sampling) {
    this.patched = patched;
    this.control = control;
    this.run = run;
    this.guidanceScale = sampling.guidanceScale();
    this.options =
        UNetOptions.NONE
            .withFreeU(sampling.network().freeU())
            .withTokenMerging(sampling.network().tokenMerging());
    this.deepInterval = sampling.network().deepInterval();
    this.stretch = patched.stretch(0);
    this.current = run.open("steps");
  }

  @Override
  public boolean enterStep(int step, int steps) {
    control.enterStep(step, steps);
    this.step = step;
    int entered = patched.stretch(step);
    if (entered == stretch) {
      return false;
    }
    timeEmbeddings.clear();
    current.close();
    current = run.open("steps");
    stretch = entered;
    NetworkLease<UNet> last = lease;
    if (last != null) {
      // In this order, so that the weights which both share stay.
      lease = patched.at(step, current);
      last.close();
    }
    return true;
  }

  @Override
  public NetworkUnderPrompts under(
      Scope scope, NDArray vectors, Optional<NDArray> beside, long prompted) {
    return under(scope, vectors, beside, prompted, network().project(scope, vectors, beside));
  }

  @Override
  public NetworkUnderPrompts underRegions(
      Scope scope,
      NDArray vectors,
      Optional<NDArray> beside,
      List<NDArray> regions,
      RegionShares shares) {
    UNet network = network();
    UNet.PromptKeys keys = network.project(scope, vectors, beside);
    network.addRegions(scope, keys, regions, shares);
    return under(scope, vectors, beside, regions.get(0).getShape().get(0), keys);
  }

  private NetworkUnderPrompts under(
      Scope scope, NDArray vectors, Optional<NDArray> beside, long prompted, UNet.PromptKeys keys) {
    UNet network = network();
    PassControl.UnderPrompts steered = control.under(scope, network, vectors, beside, prompted);
    UNetOptions usual =
        deepInterval > 1 ? options.withDeep(new DeepFeatures(scope, deepInterval)) : options;
    return new NetworkUnderPrompts() {
      @Override
      public NDArray predict(Scope into, NDArray sample, double timestep, Observer observer) {
        return predict(into, sample, timestep, usual, observer);
      }

      @Override
      public NDArray predictPerturbed(
          Scope into, NDArray sample, double timestep, Observer observer) {
        return predict(into, sample, timestep, options.withPerturbed(), observer);
      }

      @Override
      public NDArray predictWatched(
          Scope into, NDArray sample, double timestep, Observer observer, AttentionMap map) {
        return predict(into, sample, timestep, options.withAttention(map), observer);
      }

      private NDArray predict(
          Scope into, NDArray sample, double timestep, UNetOptions how, Observer observer) {
        NDArray time = time(network, timestep);
        UNet.PromptKeys all = steered.beside(keys);
        if (!control.isActive()) {
          return network.predict(into, sample, time, all, how, observer);
        }
        try (Scope added = into.open("control")) {
          NDArray rows = all.spread(added, sample);
          Optional<ControlResiduals> residuals = steered.residuals(added, rows, timestep);
          return into.adopt(
              network.predict(added, sample, time, all, how.withControl(residuals), observer));
        }
      }
    };
  }

  private NDArray time(UNet network, double timestep) {
    return timeEmbeddings.computeIfAbsent(
        timestep,
        t ->
            network.takesGuidance()
                ? network.embedGuidedTime(current, guidanceScale, t)
                : network.embedTime(current, t));
  }

  @Override
  public boolean takesGuidance() {
    return patched.takesGuidance();
  }

  private UNet network() {
    NetworkLease<UNet> held = lease;
    if (held == null) {
      held = patched.at(step, current);
      lease = held;
    }
    return held.network();
  }

  @Override
  public void close() {
    if (lease != null) {
      lease.close();
      lease = null;
    }
  }
}
