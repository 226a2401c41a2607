package io.pentimento.prompt;

import io.pentimento.image.AspectRatio;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the parameters at the end of a Midjourney prompt say beside its text. Of one that is given
 * twice the last counts.
 *
 * @param aspectRatio {@code --ar}, width to height; nothing said means a square
 * @param seed {@code --seed}, 0 to 4294967295
 * @param chaos {@code --chaos}, how far the pictures of one prompt may differ, 0 to 100; 0 if
 *     nothing is said
 * @param imageWeight {@code --iw}, how much a picture in the prompt counts beside the text, 0 to 3;
 *     1 if nothing is said
 * @param stopPercent {@code --stop}, after which share of the steps to end, 10 to 100; 100 if
 *     nothing is said
 * @param tile {@code --tile}, whether the picture's edges should fit each other
 * @param repeat {@code --repeat}, how many times to run, at least 1; 1 if nothing is said
 * @param ignored parameters that say nothing to Stable Diffusion, in order
 */
public record MidjourneyParameters(
    Optional<AspectRatio> aspectRatio,
    OptionalLong seed,
    int chaos,
    double imageWeight,
    int stopPercent,
    boolean tile,
    int repeat,
    List<Ignored> ignored) {
  /**
   * A parameter that has no effect.
   *
   * @param name its name as written, without dashes
   * @param value what stands behind it, possibly empty
   * @param reason why it has none
   */
  public record Ignored(String name, String value, String reason) {
    @Override
    public String toString() {
      return "--%s%s%s (%s)".formatted(name, value.isEmpty() ? "" : " ", value, reason);
    }
  }

  /** Copies the list. */
  public MidjourneyParameters {
    ignored = List.copyOf(ignored);
  }
}
