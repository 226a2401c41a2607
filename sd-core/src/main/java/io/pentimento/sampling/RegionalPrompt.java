package io.pentimento.sampling;

import io.pentimento.prompt.ExtraNetworks;
import io.pentimento.prompt.PromptParts;
import java.awt.image.BufferedImage;
import java.util.Objects;

/**
 * A text that counts in one part of the picture.
 *
 * @param mask where
 * @param prompt what that part should show: words with emphasis, editing and BREAK
 * @param weight how much it counts beside other regions in the same place, above 0, to 10; below 1
 *     the request's own prompt counts for the rest
 */
public record RegionalPrompt(RegionMask mask, String prompt, double weight) {
  private static final double HIGHEST_WEIGHT = 10;

  /** Checks every setting. */
  public RegionalPrompt {
    Objects.requireNonNull(mask, "mask");
    Objects.requireNonNull(prompt, "prompt");
    if (!(weight > 0 && weight <= HIGHEST_WEIGHT)) {
      throw new IllegalArgumentException(
          "The weight of a region must be in (0, 10], but got: " + weight + ".");
    }
    ExtraNetworks networks = ExtraNetworks.of(prompt);
    if (!networks.tags().isEmpty()) {
      throw new IllegalArgumentException(
          "A region's prompt must name no adapters, since they change the model for the whole"
              + " picture, but got: %s. Put %s into the request's prompt."
                  .formatted(prompt, networks.tags().get(0)));
    }
    if (PromptParts.of(prompt).parts().size() > 1) {
      throw new IllegalArgumentException(
          "A region's prompt must be one part, but has AND: %s. Use AND in the request's prompt, or"
                  .formatted(prompt)
              + " make a region of each part.");
    }
  }

  /** A text for where a picture is bright, of weight 1. */
  public static RegionalPrompt of(BufferedImage mask, String prompt) {
    return of(RegionMask.of(mask), prompt);
  }

  /** A text for a mask, of weight 1. */
  public static RegionalPrompt of(RegionMask mask, String prompt) {
    return new RegionalPrompt(mask, prompt, 1);
  }

  /** Returns this text with another weight. */
  public RegionalPrompt withWeight(double weight) {
    return new RegionalPrompt(mask, prompt, weight);
  }

  /** Returns this text for another mask. */
  public RegionalPrompt withMask(RegionMask mask) {
    return new RegionalPrompt(mask, prompt, weight);
  }
}
