package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.patch.ModelPatch;
import io.pentimento.prompt.PromptTexts;
import io.pentimento.prompt.Timeline;
import io.pentimento.sampling.Ladder;
import io.pentimento.sampling.LatentPlan;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.NextPass;
import io.pentimento.sampling.PictureFinish;
import io.pentimento.sampling.PlannedLatent;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All passes of a request, each of which goes on from the latent of the one before. */
final class Passes {
  private final LoadedModel model;
  private final List<Planned> all;

  /** A pass and what it changes of the model: a second pass may name other adapters. */
  private record Planned(NextPass pass, PassPatch patch, Optional<PlannedRefiner> refiner) {}

  private Passes(LoadedModel model, List<Planned> all) {
    this.model = model;
    this.all = all;
  }

  /** Plans a request, which refuses settings that do not suit the model. */
  static Passes plan(LoadedModel model, LatentRequest request) {
    LatentPlan first = request.plan(model.space());
    List<NextPass> passes = new ArrayList<>();
    passes.add(new NextPass(first, request.sampling(), request.prompt(), request.negativePrompt()));
    first.next().ifPresent(passes::add);
    List<Planned> planned = new ArrayList<>();
    for (NextPass pass : passes) {
      model.space().check(pass.size());
      ControlChecks.check(model, pass);
      PassPatch patch = checkPrompts(model, pass.sampling(), pass.prompt(), pass.negativePrompt());
      planned.add(
          new Planned(
              pass,
              patch,
              PlannedRefiner.of(model, pass, patch.patch(), planned.size(), passes.size())));
    }
    return new Passes(model, planned);
  }

  /** Refuses prompts, and settings for them, that do not suit the model. */
  static void checkPrompts(LoadedModel model, GenerationRequest request) {
    checkPrompts(model, request.sampling(), request.prompt(), request.negativePrompt());
  }

  private static PassPatch checkPrompts(
      LoadedModel model, Sampling sampling, String prompt, String negativePrompt) {
    // Refuses a prompt that Midjourney would, too.
    PromptTexts texts = sampling.prompts().manner().read(prompt, negativePrompt);
    // Refuses a clip skip beyond a text encoder's layers.
    PatchedModel.of(model).encoder(sampling.prompts());
    return PassPatch.of(model, sampling, texts);
  }

  /** Returns the first pass. */
  NextPass first() {
    return all.get(0).pass();
  }

  /**
   * What a pass ends with.
   *
   * @param latent the final latent, {@code [batch, channels, h, w]}
   * @param finish what becomes of its pictures
   */
  record Finished(NDArray latent, PictureFinish finish) {}

  /** Runs all passes; returns how the last one ends, its latent in the given scope. */
  Finished run(Scope scope, Seeds seeds, Denoising.Monitor monitor) {
    Finished last = null;
    int begun = 0;
    int planned = all.stream().mapToInt(one -> one.pass().sampling().steps()).sum();
    all.stream().flatMap(one -> one.patch().unknown().stream()).forEach(monitor::leftOut);
    all.stream().flatMap(one -> one.refiner().stream()).forEach(refiner -> refiner.tell(monitor));
    for (Planned one : all) {
      NDArray previous = last == null ? null : last.latent();
      planned -= one.pass().sampling().steps();
      int later = planned;
      PartMonitor own = new PartMonitor(monitor, begun, steps -> later);
      last = run(scope, one, seeds, Optional.ofNullable(previous), own);
      begun = own.begun();
      if (previous != null) {
        previous.close();
      }
    }
    if (last == null) {
      throw new IllegalStateException("A request always has a pass.");
    }
    return last;
  }

  private Finished run(
      Scope scope,
      Planned planned,
      Seeds seeds,
      Optional<NDArray> previous,
      Denoising.Monitor monitor) {
    ModelPatch patch = planned.patch().patch();
    if (!patch.isEmpty()) {
      monitor.enter("before its adapters were read", "while it read its adapters");
    }
    try (PatchedModels.Lease lease = model.patched().use(model, patch);
        RefinerLease refiner = RefinerLease.of(planned.refiner());
        ControlLease control = ControlLease.of(planned.pass().sampling());
        Scope run = scope.open("pass")) {
      PatchedModel patched = lease.model();
      monitor.enter("before the prompt was encoded", "while it encoded the prompt");
      Conditioning conditioning = conditioning(patched, run, planned.pass(), previous.isEmpty());
      Optional<Refinement> refined =
          refiner.held().map(held -> refinement(held, run, planned.pass(), previous.isEmpty()));
      monitor.enter("before the first step", "before the first step");
      Finished finished =
          denoise(
              patched,
              run,
              planned.pass(),
              control,
              seeds,
              previous,
              conditioning,
              refined,
              monitor);
      scope.adopt(finished.latent());
      return finished;
    }
  }

  private Refinement refinement(RefinerLease.Held held, Scope run, NextPass pass, boolean isFirst) {
    PatchedModel second = held.patched().model();
    return new Refinement(
        held.planned().refiner(), second, conditioning(second, run, pass, isFirst));
  }

  /** Runs one pass of one model, as the other of this name does. */
  static Finished denoise(
      PatchedModel patched,
      Scope run,
      NextPass pass,
      ControlLease control,
      Seeds seeds,
      Optional<NDArray> previous,
      Conditioning conditioning,
      Denoising.Monitor monitor) {
    return denoise(
        patched, run, pass, control, seeds, previous, conditioning, Optional.empty(), monitor);
  }

  /**
   * Runs one pass under encoded prompts.
   *
   * @param control the networks of the pass's control units
   * @param seeds drawn seeds
   * @param previous the latent of the pass before
   * @param refinement the model that takes over on the way
   * @return how it ends, its latent in the run's scope
   */
  static Finished denoise(
      PatchedModel patched,
      Scope run,
      NextPass pass,
      ControlLease control,
      Seeds seeds,
      Optional<NDArray> previous,
      Conditioning conditioning,
      Optional<Refinement> refinement,
      Denoising.Monitor monitor) {
    LoadedModel model = patched.base();
    Sampling sampling = pass.sampling();
    LatentPlan plan = pass.plan();
    ImageNoise noise = noise(model.space(), plan, seeds);
    RunContext context = new RunContext(model, run, sampling.conventions(), noise, previous);
    // A plan may encode several pictures.
    PlannedLatent planned = model.vae().held(() -> plan.open(context));
    Ladder ladder =
        planned.source().isPresent()
            ? Ladder.fromSource(sampling, model.scheduler(), plan.denoisingStrength())
            : Ladder.fromNoise(sampling, model.scheduler());
    try (PromptedUNet network = prompted(patched, pass, control, run);
        SecondModel second =
            refinement
                .map(refined -> second(refined, model, pass, ladder, control, run))
                .orElse(null)) {
      Denoising.Pass work =
          new Denoising.Pass(
              network,
              model.scheduler(),
              sampling,
              planned,
              ladder,
              noise,
              context.noise(),
              conditioning,
              Optional.ofNullable(second));
      NDArray latent = Denoising.run(work, run, monitor);
      return new Finished(latent, planned.finish(latent));
    }
  }

  private static PromptedUNet prompted(
      PatchedModel patched, NextPass pass, ControlLease control, Scope run) {
    PassControl steered = PassControl.open(patched.base(), pass, control, run);
    return new PromptedUNet(patched.unet(), steered, run, pass.sampling());
  }

  private static SecondModel second(
      Refinement refinement,
      LoadedModel first,
      NextPass pass,
      Ladder ladder,
      ControlLease control,
      Scope run) {
    Sampling sampling = pass.sampling();
    LoadedModel second = refinement.model().base();
    return new SecondModel(
        prompted(refinement.model(), pass, control.suiting(second), run),
        second.scheduler(),
        refinement.conditioning(),
        new SwitchPoint(
            refinement.refiner(),
            sampling.conventions(),
            first.scheduler().levels(),
            sampling.sampler().family(),
            Denoising.plannedCalls(ladder, sampling.sampler())));
  }

  /** Encodes the prompts; a second pass goes on counting where the first ended. */
  private Conditioning conditioning(
      PatchedModel patched, Scope run, NextPass pass, boolean isFirst) {
    int calls = plannedCalls(pass);
    Timeline timeline =
        isFirst ? Timeline.firstPass(calls) : Timeline.secondPass(calls, plannedCalls(first()));
    PromptConditioning prompts = new PromptConditioning(patched, pass, timeline, run);
    return prompts
        .of(pass.prompt(), pass.negativePrompt())
        .withRegions(LaidOutRegions.of(pass).map(prompts::of));
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
