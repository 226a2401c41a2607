package io.pentimento;

import io.pentimento.control.ControlUnit;
import io.pentimento.model.ControlConfig;
import io.pentimento.model.UNetConfig;
import io.pentimento.sampling.LatentPlan;
import io.pentimento.sampling.NextPass;
import io.pentimento.sampling.Sampling;
import java.util.ArrayList;
import java.util.List;

/**
 * Refuses control units and image prompts that do not suit a model or a request, before any work is
 * done.
 */
final class ControlChecks {
  private ControlChecks() {}

  /**
   * Checks the units of a pass.
   *
   * @throws IllegalArgumentException if one is for another kind of model, or needs a picture or a
   *     mask that there is not
   */
  static void check(LoadedModel model, NextPass pass) {
    check(model, pass.sampling());
    for (ControlUnit unit : pass.sampling().control()) {
      checkPicture(unit, pass.plan());
    }
  }

  /**
   * Checks units and image prompts against a model.
   *
   * @throws IllegalArgumentException if one is for another kind of model
   */
  static void check(LoadedModel model, Sampling sampling) {
    sampling.control().forEach(unit -> checkModel(model, model(unit)));
    ImagePromptChecks.check(model, sampling.imagePrompts());
  }

  /** Returns the network of a unit. */
  static ControlModel model(ControlUnit unit) {
    if (unit.network().loaded() instanceof ControlModel model) {
      return model;
    }
    throw new IllegalArgumentException(
        "The network of a control unit must be a ControlModel, but is: %s. Load it with"
                .formatted(unit.network().getClass().getName())
            + " ControlModel.load.");
  }

  private static void checkPicture(ControlUnit unit, LatentPlan plan) {
    String name = unit.network().name();
    if (unit.picture().isEmpty() && !plan.startsFromPicture()) {
      throw new IllegalArgumentException(
          "The control unit of %s has no picture of its own, and the request starts from none. Pass"
                  .formatted(name)
              + " one with withPicture.");
    }
    boolean needsMask = unit.insideMask() || unit.preprocessor().hidesMasked();
    if (needsMask && plan.repainted().isEmpty()) {
      throw new IllegalArgumentException(
          "The control unit of %s needs a mask (%s), but the request has none."
              .formatted(name, unit.insideMask() ? "insideMask" : unit.preprocessor().module()));
    }
  }

  private static int addedWidth(UNetConfig config) {
    return config.added().map(UNetConfig.Added::width).orElse(0);
  }

  /** Tells whether a network is for such a model. */
  static boolean suits(LoadedModel model, ControlModel control) {
    return misfits(model, control).isEmpty();
  }

  private static void checkModel(LoadedModel model, ControlModel control) {
    List<String> misfits = misfits(model, control);
    if (!misfits.isEmpty()) {
      throw new IllegalArgumentException(
          "The ControlNet %s does not suit the model %s: %s. Pass one made for such models."
              .formatted(control.name(), model.name(), String.join("; ", misfits)));
    }
  }

  private static List<String> misfits(LoadedModel model, ControlModel control) {
    ControlConfig config = control.network().config();
    UNetConfig own = config.encoder();
    UNetConfig unet = model.unet().config();
    List<String> misfits = new ArrayList<>();
    if (own.crossAttentionDim() != unet.crossAttentionDim()) {
      misfits.add(
          "its texts are %d wide, the model's %d"
              .formatted(own.crossAttentionDim(), unet.crossAttentionDim()));
    }
    if (own.added().isPresent() && !own.added().equals(unet.added())) {
      misfits.add(
          "it takes %d numbers beside the prompt, the model %d"
              .formatted(addedWidth(own), addedWidth(unet)));
    }
    List<Integer> widths = config.residualWidths();
    List<Integer> expected = ControlConfig.residualsOf(unet);
    if (!widths.equals(expected)) {
      misfits.add("its outputs have %s channels, the model's %s".formatted(widths, expected));
    }
    if (own.inChannels() != model.space().channels()) {
      misfits.add(
          "it takes %d channels, but a latent of the model has %d"
              .formatted(own.inChannels(), model.space().channels()));
    }
    if (config.factor() != model.space().factor()) {
      misfits.add(
          "its picture is %d times as large as a latent, the model's %d times"
              .formatted(config.factor(), model.space().factor()));
    }
    if (!control.device().equals(model.scope().device())) {
      misfits.add(
          "it is on %s, the model on %s".formatted(control.device(), model.scope().device()));
    }
    return misfits;
  }
}
