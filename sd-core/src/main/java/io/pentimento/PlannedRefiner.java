package io.pentimento;

import io.pentimento.control.ControlUnit;
import io.pentimento.control.ImagePrompt;
import io.pentimento.model.Autoencoder;
import io.pentimento.model.AutoencoderConfig;
import io.pentimento.patch.ModelPatch;
import io.pentimento.sampling.NextPass;
import io.pentimento.sampling.Refiner;
import io.pentimento.sampling.Sampling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A refiner and what of a request its model takes over.
 *
 * @param refiner the settings
 * @param pipeline the owner of the second model
 * @param patch those of the pass's changes that suit the model
 * @param leftOut the adapters and control units that do not, by name
 */
record PlannedRefiner(Refiner refiner, Pipeline pipeline, ModelPatch patch, List<String> leftOut) {
  PlannedRefiner {
    leftOut = List.copyOf(leftOut);
  }

  /**
   * Plans the refiner of a pass; empty where it never takes over.
   *
   * @param patch what the pass changes of the first model
   * @throws IllegalArgumentException if the models do not suit each other
   * @throws IllegalStateException if the second model's pipeline is closed
   * @throws UncheckedIOException if an adapter's file cannot be read
   */
  static Optional<PlannedRefiner> of(
      LoadedModel first, NextPass pass, ModelPatch patch, int index, int passes) {
    Sampling sampling = pass.sampling();
    if (sampling.refiner().isEmpty()) {
      return Optional.empty();
    }
    Refiner refiner = sampling.refiner().get();
    return held(
        pipeline(refiner),
        second -> {
          check(first, second, sampling);
          return refiner.switchAt() < 1 && refiner.passes().hold(index, passes)
              ? Optional.of(of(refiner, sampling, patch))
              : Optional.empty();
        });
  }

  /** Looks at a model that stays loaded meanwhile. */
  private static <T> T held(Pipeline pipeline, Function<LoadedModel, T> look) {
    if (!pipeline.hold()) {
      throw closed(pipeline);
    }
    try {
      return look.apply(pipeline.model());
    } finally {
      pipeline.release();
    }
  }

  private static PlannedRefiner of(Refiner refiner, Sampling sampling, ModelPatch patch) {
    Pipeline pipeline = pipeline(refiner);
    LoadedModel model = pipeline.model();
    List<String> leftOut = new ArrayList<>();
    ModelPatch fitting = ModelPatch.none();
    for (ModelPatch part : patch.parts()) {
      if (part.isEmpty() || suits(model, part)) {
        fitting = fitting.and(part);
      } else {
        leftOut.add(part.tags().isEmpty() ? "An adapter" : String.join(" ", part.tags()));
      }
    }
    for (ControlUnit unit : sampling.control()) {
      if (!ControlChecks.suits(model, ControlChecks.model(unit))) {
        leftOut.add("The ControlNet " + unit.network().name());
      }
    }
    for (ImagePrompt prompt : sampling.imagePrompts()) {
      if (!ImagePromptChecks.suits(model, prompt)) {
        leftOut.add("The IP-Adapter " + ImagePromptChecks.adapter(prompt).name());
      }
    }
    return new PlannedRefiner(refiner, pipeline, fitting, leftOut);
  }

  private static boolean suits(LoadedModel model, ModelPatch part) {
    try {
      part.check(PatchedParts.layout(model));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells what is left out. */
  void tell(Denoising.Monitor monitor) {
    leftOut.forEach(what -> monitor.notTakenOver(what, pipeline.name()));
  }

  /**
   * Refuses a refiner that does not suit a model.
   *
   * @throws IllegalArgumentException if it does not
   * @throws IllegalStateException if its pipeline is closed
   */
  static void check(LoadedModel first, Sampling sampling) {
    sampling
        .refiner()
        .ifPresent(
            refiner ->
                held(
                    pipeline(refiner),
                    second -> {
                      check(first, second, sampling);
                      return second;
                    }));
  }

  static IllegalStateException closed(Pipeline pipeline) {
    return new IllegalStateException(
        "The pipeline of the refiner %s is closed. Load the model again to make more pictures."
            .formatted(pipeline.name()));
  }

  private static void check(LoadedModel first, LoadedModel second, Sampling sampling) {
    List<String> misfits = misfits(first, second);
    if (!misfits.isEmpty()) {
      throw new IllegalArgumentException(
          "The refiner %s cannot go on from the model %s: %s. Pass one made for the same latents."
              .formatted(second.name(), first.name(), String.join("; ", misfits)));
    }
    // Refuses a clip skip beyond its text encoders' layers.
    PatchedModel.of(second).encoder(sampling.prompts());
  }

  /** Returns the pipeline that a refiner names. */
  static Pipeline pipeline(Refiner refiner) {
    if (refiner.model().loaded() instanceof Pipeline pipeline) {
      return pipeline;
    }
    throw new IllegalArgumentException(
        "The model of a refiner must be a Pipeline, but is: %s. Load it with Pipeline.load."
            .formatted(refiner.model().getClass().getName()));
  }

  private static List<String> misfits(LoadedModel first, LoadedModel second) {
    List<String> misfits = new ArrayList<>();
    int channels = second.space().channels();
    if (channels != first.space().channels() || second.space().factor() != first.space().factor()) {
      misfits.add("its latents are %s, the model's %s".formatted(form(second), form(first)));
    } else if (second.description().family().isXl() != first.description().family().isXl()
        || !haveOneScale(first, second)) {
      misfits.add("its latents are %s, the model's %s".formatted(kind(second), kind(first)));
    }
    int inputs = second.space().inputChannels();
    if (inputs != channels) {
      misfits.add(
          "it takes %d channels, so it is made to inpaint or to edit, but must take the %d of a latent"
              .formatted(inputs, channels));
    }
    if (first.space().editsPictures()) {
      misfits.add("the model edits pictures by instruction, which no other goes on with");
    }
    if (!second.scope().device().equals(first.scope().device())) {
      misfits.add(
          "it is on %s, the model on %s"
              .formatted(second.scope().device(), first.scope().device()));
    }
    return misfits;
  }

  private static String form(LoadedModel model) {
    return "of %d channels, %d pixels a cell"
        .formatted(model.space().channels(), model.space().factor());
  }

  private static String kind(LoadedModel model) {
    String family = "those of " + model.description().family().label();
    return model.vae() instanceof Autoencoder vae
        ? family + ", scaled by " + vae.config().scalingFactor()
        : family;
  }

  /** A tiny autoencoder takes latents as they are, and so tells nothing of their scale. */
  private static boolean haveOneScale(LoadedModel first, LoadedModel second) {
    if (first.vae() instanceof Autoencoder one && second.vae() instanceof Autoencoder other) {
      AutoencoderConfig scaled = one.config();
      return scaled.scalingFactor() == other.config().scalingFactor()
          && scaled.shiftFactor() == other.config().shiftFactor();
    }
    return true;
  }
}
