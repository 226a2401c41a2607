package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.sampling.Denoiser;
import io.pentimento.sampling.Guidance;
import io.pentimento.sampling.Ladder;
import io.pentimento.sampling.PlannedLatent;
import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.SchedulerSettings;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** One pass from noise to a clean latent. */
final class Denoising implements RunSteps.Hooks {
  /** Hears of the steps of a run and may stop it. */
  interface Monitor {
    /**
     * Hears what is done next, for messages.
     *
     * @param before where a run that was asked to stop stops
     * @param doing where a failure happens
     */
    void enter(String before, String doing);

    /** Hears of a tag in a prompt that names no adapter. */
    default void leftOut(String tag) {}

    /** Hears of an adapter or a control unit that does not suit the second model. */
    default void notTakenOver(String what, String model) {}

    /** Throws if the run was asked to stop. */
    void beforeStep(RunSteps.Progress progress);

    /**
     * Hears of a finished step.
     *
     * @param denoised the estimate of the clean latent, {@code [batch, channels, h, w]}, valid
     *     during the call
     */
    void afterStep(RunSteps.Progress progress, NDArray denoised);
  }

  /**
   * What a pass works on.
   *
   * @param network the network
   * @param scheduler the model's noise levels and what its network predicts
   * @param sampling the settings
   * @param planned the task at work
   * @param ladder the levels it goes down
   * @param noise the noise of all images
   * @param firstNoise the noise the pass begins with
   * @param conditioning the encoded prompts
   * @param second the model that takes over on the way
   */
  record Pass(
      PromptedNetwork network,
      SchedulerSettings scheduler,
      Sampling sampling,
      PlannedLatent planned,
      Ladder ladder,
      ImageNoise noise,
      NDArray firstNoise,
      Conditioning conditioning,
      Optional<SecondModel> second) {}

  private final Pass pass;
  private final Sampler sampler;
  private final Monitor monitor;
  private final RunSteps steps;
  private final NDArray start;
  private final GuidedNetwork first;
  private final Optional<GuidedNetwork> second;

  /** The network that is called: the second model's once it has taken over. */
  private GuidedNetwork network;

  /** The level of the current call, which a timestep between trained ones does not tell exactly. */
  private double callSigma;

  /** The level at which the network itself is called. */
  private double networkSigma;

  /** The estimate of a step's first call, at the step's own level. */
  private @Nullable NDArray firstDenoised;

  private Denoising(Pass pass, Scope run, Monitor monitor) {
    this.pass = pass;
    this.sampler = pass.sampling.sampler();
    this.monitor = monitor;
    this.start =
        pass.planned
            .source()
            .map(source -> pass.ladder.firstLatent(pass.firstNoise, source))
            .orElseGet(() -> pass.ladder.firstLatent(pass.firstNoise));
    this.steps = new RunSteps(run, pass.ladder, start, pass.noise.in(run, pass.ladder), this);
    int images = pass.noise.batch();
    this.first =
        guided(
            run,
            pass.network,
            pass.scheduler,
            pass.conditioning,
            pass.planned
                .extraChannels()
                .or(pass.planned::editedPicture)
                .map(
                    extra ->
                        extra.getShape().get(0) == images ? extra : run.repeatRows(extra, images)));
    this.second =
        pass.second.map(
            model ->
                guided(
                    run,
                    model.network(),
                    model.scheduler(),
                    model.conditioning(),
                    Optional.empty()));
    this.network = first;
  }

  private GuidedNetwork guided(
      Scope run,
      PromptedNetwork prompted,
      SchedulerSettings scheduler,
      Conditioning conditioning,
      Optional<NDArray> extra) {
    int images = pass.noise.batch();
    return new GuidedNetwork(
        new PromptBatches(prompted, run, conditioning, images),
        steps::scope,
        new GuidedNetwork.Settings(
            images,
            guidance(prompted),
            pass.sampling.network().perturbedAttention(),
            selfAttention(scheduler),
            sampler.needsUnguided(),
            plannedCalls(pass.ladder, sampler),
            sigmaOf(),
            extra.isPresent() && pass.planned.editedPicture().isPresent()),
        extra);
  }

  /** A network that takes the guidance itself is not guided a second time. */
  private Guidance guidance(PromptedNetwork prompted) {
    Guidance asked = sampler.guidanceFor(pass.sampling.guidance());
    return prompted.takesGuidance() ? asked.withScale(1).withRescale(0) : asked;
  }

  private Optional<SelfAttentionGuidance> selfAttention(SchedulerSettings scheduler) {
    double scale = pass.sampling.network().selfAttention();
    return scale == 0
        ? Optional.empty()
        : Optional.of(new SelfAttentionGuidance(scale, scheduler.prediction(), () -> networkSigma));
  }

  /** Returns what tells the network's timestep, and notes the level that a rounded one lacks. */
  private DoubleUnaryOperator noting(DoubleUnaryOperator timestep) {
    return sigma -> {
      networkSigma = sigma;
      return timestep.applyAsDouble(sigma);
    };
  }

  /** Returns how often the network will be called, as far as is known. */
  static int plannedCalls(Ladder ladder, Sampler sampler) {
    return Math.max(1, ladder.plannedSteps() * sampler.callsPerStep());
  }

  /** What guidance takes for the noise level: samplers that count in timesteps go by those. */
  private DoubleUnaryOperator sigmaOf() {
    return switch (sampler.family()) {
      case SIGMA -> timestep -> callSigma;
      case TIMESTEP -> timestep -> timestep;
    };
  }

  /**
   * Runs all steps; returns the final latent {@code [batch, channels, h, w]} in the run's scope.
   */
  static NDArray run(Pass pass, Scope run, Monitor monitor) {
    return new Denoising(pass, run, monitor).sample();
  }

  private NDArray sample() {
    Denoiser denoiser = sampler.wrap(trained(), pass.ladder::timestep);
    Denoiser wrapped = pass.planned.wrap(denoiser, sampler.family(), pass.ladder::timestep);
    Denoiser watched =
        Denoiser.of(
            (x, sigma) -> {
              callSigma = sigma;
              Denoiser.Estimate estimate = wrapped.estimate(x, sigma);
              if (firstDenoised == null) {
                firstDenoised = estimate.denoised();
              }
              return estimate;
            });
    if (pass.ladder.count() == 0) {
      return pass.planned.afterSampling(start);
    }
    try (steps) {
      NDArray latent = sampler.sample(watched, start, steps);
      steps.finish();
      if (latent.isReleased()) {
        throw new IllegalStateException(
            "The sampler returned a latent that ended with its step. Return what Step.keep gave.");
      }
      return pass.planned.afterSampling(latent);
    }
  }

  /** Returns what the models make of a latent, the second where it has taken over. */
  private Denoiser trained() {
    Denoiser ofFirst = pass.scheduler.prediction().denoiser(first, noting(pass.ladder::timestep));
    if (second.isEmpty()) {
      return ofFirst;
    }
    SecondModel model = pass.second.orElseThrow();
    Denoiser ofSecond =
        model
            .scheduler()
            .prediction()
            .denoiser(second.get(), noting(timestepOf(model.scheduler())));
    return Denoiser.of(
        (x, sigma) -> {
          if (network == first
              && model.at().isReached(first.calls(), sigma, pass.ladder.timestep(sigma))) {
            network = second.get();
            network.countFrom(first.calls());
            // What the first holds takes memory that the second may need.
            first.networkChanged();
            pass.network.close();
          }
          return (network == first ? ofFirst : ofSecond).estimate(x, sigma);
        });
  }

  /** A model with noise levels of its own finds the timestep of a level among those. */
  private DoubleUnaryOperator timestepOf(SchedulerSettings other) {
    boolean own =
        sampler.family() == Sampler.Family.SIGMA
            && !other.levels().hasSameLevelsAs(pass.scheduler.levels());
    return own ? other.levels()::timestepAt : pass.ladder::timestep;
  }

  @Override
  public void beforeStep(RunSteps.Progress progress) {
    firstDenoised = null;
    monitor.beforeStep(progress);
    if (network == first) {
      enterStep(pass.network, first, progress);
    }
    pass.second.ifPresent(model -> enterStep(model.network(), second.orElseThrow(), progress));
  }

  private static void enterStep(
      PromptedNetwork prompted, GuidedNetwork guided, RunSteps.Progress progress) {
    if (prompted.enterStep(progress.index(), progress.count())) {
      guided.networkChanged();
    }
  }

  @Override
  public NDArray land(NDArray x, double sigma) {
    return pass.planned.afterStep(x, sampler.family(), sigma);
  }

  @Override
  public void afterStep(
      RunSteps.Progress progress, Scope scope, NDArray x, Optional<NDArray> shown) {
    if (!scope.isFinite(x)) {
      String where =
          network
              .firstNotFinite()
              .map(block -> "first in the U-Net's " + block)
              .orElse("not in the U-Net but in the sampler or the task");
      throw new GenerationFailedException(
          "Step %d of %d made NaN or infinite values, %s. %s"
              .formatted(progress.index() + 1, progress.count(), where, NotFiniteFinder.ADVICE));
    }
    monitor.afterStep(progress, shown.orElse(firstDenoised == null ? x : firstDenoised));
  }
}
