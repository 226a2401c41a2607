package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.model.ControlResiduals;
import io.pentimento.model.Observer;
import io.pentimento.model.PatchedUNet;
import io.pentimento.model.UNet;
import io.pentimento.model.UNetOptions;
import io.pentimento.sampling.Sampling;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

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
  private final Map<Double, NDArray> timeEmbeddings = new HashMap<>();
  private int stretch;

  /** Holds what is for the current stretch of steps alone. */
  private Scope current;

  private UNet unet;

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
    this.options = UNetOptions.NONE.withFreeU(sampling.network().freeU());
    this.stretch = patched.stretch(0);
    this.current = run.open("steps");
    this.unet = patched.at(0, current);
  }

  @Override
  public boolean enterStep(int step, int steps) {
    control.enterStep(step, steps);
    int entered = patched.stretch(step);
    if (entered == stretch) {
      return false;
    }
    timeEmbeddings.clear();
    current.close();
    current = run.open("steps");
    unet = patched.at(step, current);
    stretch = entered;
    return true;
  }

  @Override
  public NetworkUnderPrompts under(
      Scope scope, NDArray vectors, Optional<NDArray> beside, long prompted) {
    UNet network = unet;
    UNet.PromptKeys keys = network.project(scope, vectors, beside);
    PassControl.UnderPrompts steered = control.under(scope, network, vectors, prompted);
    return new NetworkUnderPrompts() {
      @Override
      public NDArray predict(Scope into, NDArray sample, double timestep, Observer observer) {
        return predict(into, sample, timestep, options, observer);
      }

      @Override
      public NDArray predictPerturbed(
          Scope into, NDArray sample, double timestep, Observer observer) {
        return predict(into, sample, timestep, options.withPerturbed(), observer);
      }

      private NDArray predict(
          Scope into, NDArray sample, double timestep, UNetOptions how, Observer observer) {
        NDArray time = time(network, timestep);
        UNet.PromptKeys all = steered.beside(keys);
        if (!control.isActive()) {
          return network.predict(into, sample, time, all, how, observer);
        }
        try (Scope added = into.open("control")) {
          Optional<ControlResiduals> residuals = steered.residuals(added, sample, timestep);
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
    return unet.takesGuidance();
  }
}
