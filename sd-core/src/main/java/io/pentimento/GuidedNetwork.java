package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.model.AttentionMap;
import io.pentimento.model.Observer;
import io.pentimento.sampling.ClassifierFreeGuidance;
import io.pentimento.sampling.ClassifierFreeGuidance.Weighted;
import io.pentimento.sampling.Guidance;
import io.pentimento.sampling.NoisePredictor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A network with classifier-free guidance for one pass: all parts of the prompt, then the negative.
 */
final class GuidedNetwork implements NoisePredictor {
  private final PromptBatches prompts;
  private final Supplier<Scope> step;
  private final Settings settings;
  private final Optional<NDArray> extraChannels;
  private int calls;
  private @Nullable Call lastCall;

  /**
   * What guidance depends on.
   *
   * @param batch how many images
   * @param guidance the guidance
   * @param perturbedAttention the scale of perturbed-attention guidance, 0 for none
   * @param selfAttention self-attention guidance, if any
   * @param unguided whether the sampler asks for the estimate of the negative prompt alone
   * @param plannedCalls how often the network will be called, as far as is known
   * @param sigmaOf tells the noise level by which a timestep's guidance may be left out
   * @param edits whether the extra channels are a picture that is edited by instruction
   */
  record Settings(
      int batch,
      Guidance guidance,
      double perturbedAttention,
      Optional<SelfAttentionGuidance> selfAttention,
      boolean unguided,
      int plannedCalls,
      DoubleUnaryOperator sigmaOf,
      boolean edits) {
    /** Tells whether the network is asked a third time, without the picture. */
    boolean guidedByPicture() {
      return edits && guidance.imageScale() != 1;
    }
  }

  /** What the network was last asked, to find out where a NaN arose. */
  private record Call(int index, NDArray input, double timestep) {}

  /**
   * Prepares the network for a pass.
   *
   * @param prompts the network under the prompts
   * @param step gives the scope in which a prediction lives
   * @param extraChannels what the network takes beside the latent, {@code [batch, extra, h, w]}
   */
  GuidedNetwork(
      PromptBatches prompts,
      Supplier<Scope> step,
      Settings settings,
      Optional<NDArray> extraChannels) {
    this.prompts = prompts;
    this.step = step;
    this.settings = settings;
    this.extraChannels = extraChannels;
  }

  /** Hears that the network has become another one. */
  void networkChanged() {
    prompts.forget();
  }

  /** Returns how often the network was called. */
  int calls() {
    return calls;
  }

  /** Goes on counting calls where another network ended. */
  void countFrom(int called) {
    calls = called;
  }

  @Override
  public NDArray predict(NDArray input, double timestep) {
    return run(input, timestep).guided();
  }

  @Override
  public Output run(NDArray input, double timestep) {
    Call call = new Call(calls++, input, timestep);
    lastCall = call;
    return run(call, Observer.NONE);
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
    NDArray prediction = run(call, finder).guided();
    return finder
        .found()
        .or(
            () ->
                step.get().isFinite(prediction)
                    ? Optional.empty()
                    : Optional.of("output layer, or the guidance"));
  }

  private Output run(Call call, Observer observer) {
    Scope parent = step.get();
    try (Scope scope = parent.open("guidance")) {
      NDArray sample =
          extraChannels.isPresent() ? scope.concat(call.input, extraChannels.get(), 1) : call.input;
      double sigma = settings.sigmaOf.applyAsDouble(call.timestep);
      boolean skipped =
          !settings.guidedByPicture()
              && settings.guidance.isSkipped(call.index, settings.plannedCalls, sigma);
      boolean withNegative = !skipped && needsNegative();
      List<AttentionMap> maps = new ArrayList<>();
      List<NDArray> predictions =
          predictions(
              scope,
              sample,
              prompts.at(call.index, withNegative),
              (network, images) -> {
                if (settings.selfAttention.isEmpty() || skipped) {
                  return network.predict(scope, images, call.timestep, observer);
                }
                maps.add(new AttentionMap(scope));
                return network.predictWatched(
                    scope, images, call.timestep, observer, maps.get(maps.size() - 1));
              });
      Optional<NDArray> push =
          settings.perturbedAttention == 0 || skipped
              ? Optional.empty()
              : Optional.of(fromPerturbed(scope, call, sample, predictions, observer));
      if (!maps.isEmpty()) {
        NDArray away = fromDegraded(scope, call, predictions, maps, withNegative, observer);
        push = Optional.of(push.map(away::add).orElse(away));
      }
      Output output = output(predictions, push, withNegative, skipped);
      return adopted(
          parent,
          settings.guidedByPicture() ? towardsPicture(scope, call, observer, output) : output);
    }
  }

  /** Asks a network for predictions under each of some prompts. */
  private List<NDArray> predictions(
      Scope scope,
      NDArray sample,
      List<PromptBatches.Batch> batches,
      BiFunction<NetworkUnderPrompts, NDArray, NDArray> network) {
    List<NDArray> predictions = new ArrayList<>();
    for (PromptBatches.Batch batch : batches) {
      NDArray predicted = network.apply(batch.network(), sample);
      for (int i = 0; i < batch.prompts(); i++) {
        predictions.add(image(scope, predicted, i));
      }
    }
    return predictions;
  }

  /**
   * Returns what perturbed-attention guidance adds (Ahn et al. 2024, equation 16): the difference
   * that attention makes under each part of the prompt.
   */
  private NDArray fromPerturbed(
      Scope scope, Call call, NDArray sample, List<NDArray> predictions, Observer observer) {
    List<NDArray> perturbed =
        predictions(
            scope,
            sample,
            prompts.at(call.index, false),
            (network, images) -> network.predictPerturbed(scope, images, call.timestep, observer));
    List<Double> weights = prompts.weights();
    NDArray push = null;
    for (int i = 0; i < weights.size(); i++) {
      NDArray away = predictions.get(i).sub(perturbed.get(i));
      NDArray scaled = away.mul((float) (weights.get(i) * settings.perturbedAttention));
      push = push == null ? scaled : push.add(scaled);
    }
    if (push == null) {
      throw new IllegalStateException("A prompt always has a part.");
    }
    return push;
  }

  /** Returns how much attention each cell of the images got under the negative prompt, or alone. */
  private NDArray received(Scope scope, List<AttentionMap> maps, boolean withNegative) {
    NDArray all = maps.get(withNegative ? maps.size() - 1 : 0).received();
    long rows = all.getShape().get(0);
    return withNegative
        ? scope.slice(all, rows - settings.batch, rows, 0)
        : scope.slice(all, 0, settings.batch, 0);
  }

  /** Returns what self-attention guidance adds; {@code maps} are those of the predictions. */
  private NDArray fromDegraded(
      Scope scope,
      Call call,
      List<NDArray> predictions,
      List<AttentionMap> maps,
      boolean withNegative,
      Observer observer) {
    SelfAttentionGuidance guidance = settings.selfAttention.orElseThrow();
    NDArray unguided = predictions.get(withNegative ? predictions.size() - 1 : 0);
    NDArray received = received(scope, maps, withNegative);
    NDArray degraded = guidance.degraded(scope, call.input, unguided, received);
    NDArray sample =
        extraChannels.isPresent() ? scope.concat(degraded, extraChannels.get(), 1) : degraded;
    PromptBatches.Batch batch =
        withNegative ? prompts.negativeAt(call.index) : prompts.at(call.index, false).get(0);
    NDArray seen = batch.network().predict(scope, sample, call.timestep, observer);
    return guidance.push(unguided, seen);
  }

  /**
   * Adds the guidance towards the picture (Brooks et al. 2023, equation 3): away from what the
   * network makes of neither prompt nor picture.
   */
  private Output towardsPicture(Scope scope, Call call, Observer observer, Output output) {
    NDArray picture = extraChannels.orElseThrow();
    NDArray blind = scope.concat(call.input, scope.adopt(picture.zerosLike()), 1);
    NDArray unseen =
        prompts.negativeAt(call.index).network().predict(scope, blind, call.timestep, observer);
    NDArray away = output.unguided().sub(unseen);
    NDArray guided = output.guided().add(away.mul((float) (settings.guidance.imageScale() - 1)));
    return new Output(guided, output.unguided());
  }

  private NDArray image(Scope scope, NDArray predicted, int prompt) {
    return scope.slice(
        predicted, (long) prompt * settings.batch, (prompt + 1L) * settings.batch, 0);
  }

  /** The prompt alone is enough where guidance would change nothing. */
  private boolean needsNegative() {
    List<Double> weights = prompts.weights();
    boolean neutral =
        weights.size() == 1
            && weights.get(0) * settings.guidance.scale() == 1
            && settings.guidance.rescale() == 0;
    return settings.unguided || settings.guidedByPicture() || !neutral;
  }

  private Output output(
      List<NDArray> predictions, Optional<NDArray> push, boolean withNegative, boolean skipped) {
    List<Double> weights = prompts.weights();
    if (!withNegative && weights.size() == 1) {
      NDArray prompt = predictions.get(0);
      return new Output(push.map(prompt::add).orElse(prompt), prompt);
    }
    // Where guidance is skipped, the prompt's first part stands for the negative prompt.
    NDArray unguided = predictions.get(withNegative ? weights.size() : 0);
    List<Weighted> parts = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      parts.add(new Weighted(weights.get(i), predictions.get(i)));
    }
    ClassifierFreeGuidance math =
        new ClassifierFreeGuidance(
            skipped ? 1 : settings.guidance.scale(), settings.guidance.rescale());
    return new Output(math.combine(unguided, parts, push), unguided);
  }

  private static Output adopted(Scope parent, Output output) {
    parent.adopt(output.guided());
    parent.adopt(output.unguided());
    return output;
  }
}
