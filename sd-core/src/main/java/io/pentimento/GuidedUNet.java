package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.model.Observer;
import io.pentimento.model.UNet;
import io.pentimento.sampling.ClassifierFreeGuidance;
import io.pentimento.sampling.NoisePredictor;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The U-Net with classifier-free guidance for one request. What does not change between steps is
 * computed once: the keys and values of both prompts, and each timestep's embedding.
 */
final class GuidedUNet implements NoisePredictor {
  private final UNet unet;
  private final Scope run;
  private final Supplier<Scope> step;
  private final int batch;
  private final ClassifierFreeGuidance guidance;
  private final Optional<NDArray> extraChannels;
  private final Context context;
  private final Map<Double, NDArray> timeEmbeddings = new HashMap<>();
  private @Nullable Call lastCall;

  /** What the network was last asked, to find out where a NaN arose. */
  private record Call(NDArray input, double timestep) {}

  /** How the two prompts go through the network. */
  private sealed interface Context {
    /** In one batch: first the prompt's rows, then the negative prompt's. */
    record Joint(UNet.PromptKeys keys) implements Context {}

    /** One after the other, because their token counts differ. */
    record Separate(UNet.PromptKeys positive, UNet.PromptKeys negative) implements Context {}

    /** The prompt alone, where guidance changes nothing. */
    record Unguided(UNet.PromptKeys positive) implements Context {}
  }

  /**
   * Prepares the network for a request.
   *
   * @param run holds what lasts for the request
   * @param step gives the scope in which a prediction lives
   */
  GuidedUNet(
      UNet unet,
      Scope run,
      Supplier<Scope> step,
      int batch,
      double guidanceScale,
      Conditioning conditioning,
      Optional<NDArray> extraChannels) {
    this.unet = unet;
    this.run = run;
    this.step = step;
    this.batch = batch;
    this.guidance = new ClassifierFreeGuidance(guidanceScale);
    this.extraChannels =
        extraChannels.map(
            extra -> extra.getShape().get(0) == batch ? extra : run.repeatRows(extra, batch));
    this.context = context(conditioning, guidanceScale);
  }

  private Context context(Conditioning conditioning, double guidanceScale) {
    try (Scope scope = run.open("context")) {
      NDArray positive = scope.repeatRows(conditioning.positive(), batch);
      if (guidanceScale == 1) {
        return new Context.Unguided(unet.project(run, positive));
      }
      NDArray negative = scope.repeatRows(conditioning.negative(), batch);
      return positive.getShape().equals(negative.getShape())
          ? new Context.Joint(unet.project(run, scope.concat(positive, negative, 0)))
          : new Context.Separate(unet.project(run, positive), unet.project(run, negative));
    }
  }

  @Override
  public NDArray predict(NDArray input, double timestep) {
    lastCall = new Call(input, timestep);
    return predict(input, timestep, Observer.NONE);
  }

  /**
   * Repeats this step's last prediction and returns the first block whose output is not finite, or
   * empty if the network is not where it arose.
   */
  Optional<String> firstNotFinite() {
    Call call = lastCall;
    if (call == null || call.input.isReleased()) {
      return Optional.empty();
    }
    NotFiniteFinder finder = new NotFiniteFinder(step.get());
    NDArray prediction = predict(call.input, call.timestep, finder);
    return finder
        .found()
        .or(
            () ->
                step.get().isFinite(prediction)
                    ? Optional.empty()
                    : Optional.of("output layer, or the guidance"));
  }

  private NDArray predict(NDArray input, double timestep, Observer observer) {
    Scope parent = step.get();
    try (Scope scope = parent.open("guidance")) {
      NDArray time = timeEmbeddings.computeIfAbsent(timestep, t -> unet.embedTime(run, t));
      NDArray sample =
          extraChannels.isPresent() ? scope.concat(input, extraChannels.get(), 1) : input;
      if (context instanceof Context.Unguided alone) {
        return parent.adopt(unet.predict(scope, sample, time, alone.positive(), observer));
      }
      NDArray positive;
      NDArray negative;
      if (context instanceof Context.Joint joint) {
        NDArray both =
            unet.predict(scope, scope.concat(sample, sample, 0), time, joint.keys(), observer);
        positive = scope.slice(both, 0, batch, 0);
        negative = scope.slice(both, batch, 2L * batch, 0);
      } else {
        Context.Separate separate = (Context.Separate) context;
        positive = unet.predict(scope, sample, time, separate.positive(), observer);
        negative = unet.predict(scope, sample, time, separate.negative(), observer);
      }
      return parent.adopt(guidance.combine(negative, positive));
    }
  }
}
