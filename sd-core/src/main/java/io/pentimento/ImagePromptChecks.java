package io.pentimento;

import io.pentimento.control.ImagePrompt;
import io.pentimento.control.PromptedBlocks;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Refuses image prompts that do not suit a model, before any work is done. */
final class ImagePromptChecks {
  private static final int TOLD = 3;

  private ImagePromptChecks() {}

  /**
   * Checks image prompts against a model, by names and shapes.
   *
   * @throws IllegalArgumentException if one's adapter is for another kind of model, or its blocks
   *     are not among those of the model
   */
  static void check(LoadedModel model, List<ImagePrompt> prompts) {
    for (ImagePrompt prompt : prompts) {
      checkModel(model, adapter(prompt));
      checkBlocks(model, prompt);
    }
  }

  /** Tells whether an image prompt's adapter is for such a model, and its blocks are there. */
  static boolean suits(LoadedModel model, ImagePrompt prompt) {
    try {
      check(model, List.of(prompt));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Returns the adapter of an image prompt. */
  static IpAdapter adapter(ImagePrompt prompt) {
    if (prompt.adapter().loaded() instanceof IpAdapter adapter) {
      return adapter;
    }
    throw new IllegalArgumentException(
        "The adapter of an image prompt must be an IpAdapter, but is: %s. Load it with"
                .formatted(prompt.adapter().getClass().getName())
            + " IpAdapter.load.");
  }

  private static void checkModel(LoadedModel model, IpAdapter adapter) {
    List<String> misfits = new ArrayList<>(adapter.adapter().misfits(model.unet()));
    if (!adapter.device().equals(model.scope().device())) {
      misfits.add(
          "it is on %s, the model on %s".formatted(adapter.device(), model.scope().device()));
    }
    if (!misfits.isEmpty()) {
      String more = misfits.size() > TOLD ? "; and %d more".formatted(misfits.size() - TOLD) : "";
      throw new IllegalArgumentException(
          "The IP-Adapter %s does not suit the model %s: %s%s. Pass one made for such models."
              .formatted(
                  adapter.name(),
                  model.name(),
                  misfits.stream().limit(TOLD).collect(Collectors.joining("; ")),
                  more));
    }
  }

  /** A block that the model lacks would take no part, and nobody would hear of it. */
  private static void checkBlocks(LoadedModel model, ImagePrompt prompt) {
    boolean xl = model.unet().config().added().isPresent();
    List<String> layers = model.unet().crossAttentions();
    for (String block : prompt.blocks().names(xl)) {
      if (layers.stream().noneMatch(layer -> PromptedBlocks.holds(block, layer))) {
        throw new IllegalArgumentException(
            "The blocks of an image prompt must be among those of the model %s that look at"
                    .formatted(model.name())
                + " prompts, but got: %s. It has: %s."
                    .formatted(
                        block,
                        layers.stream()
                            .map(layer -> layer.replaceFirst("\\.transformer_blocks\\..*", ""))
                            .distinct()
                            .collect(Collectors.joining(", "))));
      }
    }
  }
}
