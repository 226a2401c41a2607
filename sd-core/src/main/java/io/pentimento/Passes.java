package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.prompt.Timeline;
import io.pentimento.sampling.Ladder;
import io.pentimento.sampling.LatentPlan;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.NextPass;
import io.pentimento.sampling.PlannedLatent;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All passes of a request, each of which goes on from the latent of the one before. */
final class Passes {
  private final LoadedModel model;
  private final List<NextPass> all;

  private Passes(LoadedModel model, List<NextPass> all) {
    this.model = model;
    this.all = all;
  }

  /** Plans a request, which refuses settings that do not suit the model. */
  static Passes plan(LoadedModel model, LatentRequest request) {
    LatentPlan first = request.plan(model.space());
    List<NextPass> passes = new ArrayList<>();
    passes.add(new NextPass(first, request.sampling(), request.prompt(), request.negativePrompt()));
    first.next().ifPresent(passes::add);
    for (NextPass pass : passes) {
      model.space().check(pass.size());
      checkPrompts(model, pass.sampling(), pass.prompt(), pass.negativePrompt());
    }
    return new Passes(model, passes);
  }

  /** Refuses prompts, and settings for them, that do not suit the model. */
  static void checkPrompts(LoadedModel model, GenerationRequest request) {
    checkPrompts(model, request.sampling(), request.prompt(), request.negativePrompt());
  }

  private static void checkPrompts(
      LoadedModel model, Sampling sampling, String prompt, String negativePrompt) {
    // Refuses a prompt that Midjourney would, too.
    sampling.prompts().manner().read(prompt, negativePrompt);
    // Refuses a clip skip beyond a text encoder's layers.
    model.towers().forEach(tower -> tower.layer(sampling.prompts().clipSkip()));
  }

  /** Returns the first pass. */
  NextPass first() {
    return all.get(0);
  }

  /** Returns the last pass, whose latent is decoded. */
  NextPass last() {
    return all.get(all.size() - 1);
  }

  /** Runs all passes; returns the last one's latent, in the given scope. */
  NDArray run(Scope scope, Seeds seeds, Denoising.Monitor monitor) {
    NDArray latents = null;
    int begun = 0;
    int planned = all.stream().mapToInt(pass -> pass.sampling().steps()).sum();
    for (NextPass pass : all) {
      NDArray previous = latents;
      planned -= pass.sampling().steps();
      int later = planned;
      PartMonitor own = new PartMonitor(monitor, begun, steps -> later);
      latents = run(scope, pass, seeds, Optional.ofNullable(previous), own);
      begun = own.begun();
      if (previous != null) {
        previous.close();
      }
    }
    if (latents == null) {
      throw new IllegalStateException("A request always has a pass.");
    }
    return latents;
  }

  private NDArray run(
      Scope scope,
      NextPass pass,
      Seeds seeds,
      Optional<NDArray> previous,
      Denoising.Monitor monitor) {
    monitor.enter("before the prompt was encoded", "while it encoded the prompt");
    try (Scope run = scope.open("pass")) {
      Conditioning conditioning = conditioning(run, pass, previous.isEmpty());
      monitor.enter("before the first step", "before the first step");
      return scope.adopt(denoise(model, run, pass, seeds, previous, conditioning, monitor));
    }
  }

  /**
   * Runs one pass under encoded prompts.
   *
   * @param seeds drawn seeds
   * @param previous the latent of the pass before
   * @return the final latent, in the run's scope
   */
  static NDArray denoise(
      LoadedModel model,
      Scope run,
      NextPass pass,
      Seeds seeds,
      Optional<NDArray> previous,
      Conditioning conditioning,
      Denoising.Monitor monitor) {
    Sampling sampling = pass.sampling();
    LatentPlan plan = pass.plan();
    ImageNoise noise = noise(model.space(), plan, seeds);
    RunContext context = new RunContext(model, run, sampling.conventions(), noise, previous);
    PlannedLatent planned = plan.open(context);
    Ladder ladder =
        planned.source().isPresent()
            ? Ladder.fromSource(sampling, model.scheduler(), plan.denoisingStrength())
            : Ladder.fromNoise(sampling, model.scheduler());
    Denoising.Pass work =
        new Denoising.Pass(
            new PromptedUNet(model.unet(), run),
            model.scheduler(),
            sampling,
            planned,
            ladder,
            noise,
            context.noise(),
            conditioning);
    return Denoising.run(work, run, monitor);
  }

  /** Encodes the prompts; a second pass goes on counting where the first ended. */
  private Conditioning conditioning(Scope run, NextPass pass, boolean isFirst) {
    int calls = plannedCalls(pass);
    Timeline timeline =
        isFirst ? Timeline.firstPass(calls) : Timeline.secondPass(calls, plannedCalls(first()));
    return new PromptConditioning(model, pass, timeline, run)
        .of(pass.prompt(), pass.negativePrompt());
  }

  private static int plannedCalls(NextPass pass) {
    return pass.sampling().steps() * pass.sampling().sampler().callsPerStep();
  }

  private static ImageNoise noise(LatentSpace space, LatentPlan plan, Seeds seeds) {
    return new ImageNoise(
        seeds,
        seeds.variationSeeds(),
        space.channels(),
        plan.height() / space.factor(),
        plan.width() / space.factor(),
        space.factor());
  }
}
