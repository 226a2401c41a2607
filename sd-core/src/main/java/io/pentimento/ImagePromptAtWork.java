package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.control.ImagePrompt;
import io.pentimento.image.Pixels;
import io.pentimento.internal.Scope;
import io.pentimento.model.PictureKeys;
import io.pentimento.model.UNet;
import io.pentimento.sampling.Conventions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One image prompt in one pass. Its pictures are read once. */
final class ImagePromptAtWork {
  private final ImagePrompt prompt;
  private final IpAdapter adapter;

  /** The tokens of all its pictures, {@code [1, tokens, contextWidth]}, float32. */
  private final NDArray tokens;

  /** As many for the negative prompt. */
  private final NDArray nothing;

  /** What lets pictures count by their shares. */
  private final Optional<NDArray> bias;

  private boolean active;

  private ImagePromptAtWork(
      ImagePrompt prompt,
      IpAdapter adapter,
      NDArray tokens,
      NDArray nothing,
      Optional<NDArray> bias) {
    this.prompt = prompt;
    this.adapter = adapter;
    this.tokens = tokens;
    this.nothing = nothing;
    this.bias = bias;
  }

  /**
   * Reads the pictures.
   *
   * @param run holds what is made of them
   */
  static ImagePromptAtWork open(ControlLease.HeldPrompt held, Scope run) {
    ImagePrompt prompt = held.prompt();
    List<ImagePrompt.Blended> pictures = prompt.pictures();
    try (Scope scope = run.open("image prompt")) {
      NDArray one = held.adapter().tokensOfNothing(scope);
      NDArray tokens = held.adapter().tokens(scope, Pixels.of(pictures.get(0).picture()));
      NDArray nothing = one;
      for (ImagePrompt.Blended next : pictures.subList(1, pictures.size())) {
        tokens = scope.concat(tokens, held.adapter().tokens(scope, Pixels.of(next.picture())), 1);
        nothing = scope.concat(nothing, one, 1);
      }
      Optional<NDArray> bias = bias(scope, pictures, Math.toIntExact(one.getShape().get(1)));
      bias.ifPresent(run::adopt);
      return new ImagePromptAtWork(
          prompt, held.adapter(), run.adopt(tokens), run.adopt(nothing), bias);
    }
  }

  /**
   * A share multiplies what softmax makes of each of the picture's tokens, as its logarithm added
   * to their scores does.
   */
  private static Optional<NDArray> bias(
      Scope scope, List<ImagePrompt.Blended> pictures, int tokens) {
    double largest = pictures.stream().mapToDouble(ImagePrompt.Blended::share).max().orElseThrow();
    if (pictures.stream().allMatch(picture -> picture.share() == largest)) {
      return Optional.empty();
    }
    float[] bias = new float[pictures.size() * tokens];
    for (int i = 0; i < pictures.size(); i++) {
      float logarithm = (float) Math.log(pictures.get(i).share() / largest);
      Arrays.fill(bias, i * tokens, (i + 1) * tokens, logarithm);
    }
    return Optional.of(scope.array(bias, 1, 1, 1, bias.length));
  }

  /** Hears which step begins, and finds out whether the pictures count in it. */
  void enterStep(int step, int steps, Conventions conventions) {
    active = UnitAtWork.isActive(prompt.start(), prompt.end(), step, steps, conventions);
  }

  /**
   * Prepares the pictures for prompts, as {@link PromptedNetwork#under} does.
   *
   * @param scope holds what is prepared
   * @param rows how many rows go through the network
   * @param prompted how many of them, the first, are of the prompt
   */
  UnderPrompts under(Scope scope, UNet unet, long rows, long prompted) {
    boolean xl = unet.config().added().isPresent();
    try (Scope temporary = scope.open("image prompt rows")) {
      PictureKeys keys =
          adapter
              .adapter()
              .project(
                  scope,
                  unet,
                  rows(temporary, rows, prompted),
                  bias,
                  layer -> prompt.weight() * prompt.blocks().factor(layer, xl));
      return () -> active ? Optional.of(keys) : Optional.empty();
    }
  }

  private NDArray rows(Scope scope, long rows, long prompted) {
    if (prompted == 0) {
      return scope.repeatRows(nothing, rows);
    }
    NDArray shown = scope.repeatRows(tokens, prompted);
    return prompted == rows
        ? shown
        : scope.concat(shown, scope.repeatRows(nothing, rows - prompted), 0);
  }

  /** The image prompt under some prompts. */
  interface UnderPrompts {
    /** Returns the keys of the pictures; empty if they do not count in this step. */
    Optional<PictureKeys> keys();
  }
}
