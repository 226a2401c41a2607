package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.sampling.Denoiser;
import io.pentimento.sampling.Ladder;
import io.pentimento.sampling.LatentPlan;
import io.pentimento.sampling.PlannedLatent;
import io.pentimento.sampling.Sampling;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request's way from noise to a clean latent. */
final class Denoising implements RunSteps.Hooks {
  /** Hears of the steps of a run and may stop it. */
  interface Monitor {
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

  private final LoadedModel model;
  private final Sampling sampling;
  private final Ladder ladder;
  private final PlannedLatent planned;
  private final ImageNoise noise;
  private final Monitor monitor;
  private final GuidedUNet unet;
  private final RunSteps steps;
  private final NDArray start;

  /** The estimate of a step's first call, at the step's own level. */
  private @Nullable NDArray firstDenoised;

  private Denoising(
      LoadedModel model,
      Scope run,
      Sampling sampling,
      LatentPlan plan,
      Conditioning conditioning,
      List<Long> seeds,
      Monitor monitor) {
    this.model = model;
    this.sampling = sampling;
    this.monitor = monitor;
    int factor = model.space().factor();
    this.noise =
        new ImageNoise(
            sampling.seeds().source(),
            seeds,
            model.space().channels(),
            plan.height() / factor,
            plan.width() / factor);
    RunContext context = new RunContext(model, run, seeds.size(), sampling.conventions(), noise);
    this.planned = plan.open(context);
    this.ladder =
        planned.source().isPresent()
            ? Ladder.fromSource(sampling, model.scheduler(), plan.denoisingStrength())
            : Ladder.fromNoise(sampling, model.scheduler());
    this.start =
        planned
            .source()
            .map(source -> ladder.firstLatent(context.noise(), source))
            .orElseGet(() -> ladder.firstLatent(context.noise()));
    this.steps = new RunSteps(run, ladder, start, noise.in(run), this);
    this.unet =
        new GuidedUNet(
            model.unet(),
            run,
            steps::scope,
            seeds.size(),
            sampling.guidanceScale(),
            conditioning,
            planned.extraChannels());
  }

  /**
   * Runs all steps; returns the final latent {@code [batch, channels, h, w]} in the run's scope.
   */
  static NDArray run(
      LoadedModel model,
      Scope run,
      Sampling sampling,
      LatentPlan plan,
      Conditioning conditioning,
      List<Long> seeds,
      Monitor monitor) {
    return new Denoising(model, run, sampling, plan, conditioning, seeds, monitor).sample();
  }

  private NDArray sample() {
    Denoiser denoiser = model.scheduler().prediction().denoiser(unet, ladder::timestep);
    Denoiser wrapped = planned.wrap(denoiser, sampling.sampler().family());
    Denoiser watched =
        Denoiser.of(
            (x, sigma) -> {
              Denoiser.Estimate estimate = wrapped.estimate(x, sigma);
              if (firstDenoised == null) {
                firstDenoised = estimate.denoised();
              }
              return estimate;
            });
    if (ladder.count() == 0) {
      return planned.afterSampling(start);
    }
    try (steps) {
      NDArray latent = sampling.sampler().sample(watched, start, steps);
      steps.finish();
      if (latent.isReleased()) {
        throw new IllegalStateException(
            "The sampler returned a latent that ended with its step. Return what Step.keep gave.");
      }
      return planned.afterSampling(latent);
    }
  }

  @Override
  public void beforeStep(RunSteps.Progress progress) {
    firstDenoised = null;
    monitor.beforeStep(progress);
  }

  @Override
  public NDArray land(NDArray x, double sigma) {
    return planned.afterStep(x, sampling.sampler().family(), sigma);
  }

  @Override
  public void afterStep(
      RunSteps.Progress progress, Scope scope, NDArray x, Optional<NDArray> shown) {
    if (!scope.isFinite(x)) {
      String where =
          unet.firstNotFinite()
              .map(block -> "first in the U-Net's " + block)
              .orElse("not in the U-Net but in the sampler or the task");
      throw new GenerationFailedException(
          "Step %d of %d made NaN or infinite values, %s. %s"
              .formatted(progress.index() + 1, progress.count(), where, NotFiniteFinder.ADVICE));
    }
    monitor.afterStep(progress, shown.orElse(firstDenoised == null ? x : firstDenoised));
  }
}
