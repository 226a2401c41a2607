package io.pentimento.control;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Pictures that say what the picture should be like, beside the words of the prompt. Image prompts
 * of a request add up, each looked at by itself, whether they have one adapter or several.
 *
 * @param adapter what lets the model look at pictures
 * @param pictures what it looks at, at least one. Of several all tokens are looked at together, as
 *     diffusers does with a list of pictures for one adapter.
 * @param weight how strongly the pictures count, 0 to 3; 1 as the adapter was trained, about 0.6
 *     where words are to count as well
 * @param start the share of the steps from which they count, in [0, 1]
 * @param end the share of the steps until which they count, in [start, 1]
 * @param blocks in which blocks of the model they count
 */
public record ImagePrompt(
    ImageAdapter adapter,
    List<Blended> pictures,
    double weight,
    double start,
    double end,
    PromptedBlocks blocks) {
  /** The largest weight. */
  public static final double HIGHEST_WEIGHT = 3;

  /**
   * One of several pictures.
   *
   * @param picture of any size; its middle square is seen, and white where it is transparent
   * @param share how much it counts beside the others, above 0: one of share 2 counts as if it were
   *     there twice
   */
  public record Blended(BufferedImage picture, double share) {
    /** Checks the share. */
    public Blended {
      Objects.requireNonNull(picture, "picture");
      if (!(share > 0 && share <= 1000)) {
        throw new IllegalArgumentException(
            "The share of a picture must be in (0, 1000], but got: " + share + ".");
      }
    }
  }

  /** Checks every setting. */
  public ImagePrompt {
    Objects.requireNonNull(adapter, "adapter");
    Objects.requireNonNull(blocks, "blocks");
    pictures = List.copyOf(pictures);
    if (pictures.isEmpty()) {
      throw new IllegalArgumentException("An image prompt must have a picture, but got none.");
    }
    if (!(weight >= 0 && weight <= HIGHEST_WEIGHT)) {
      throw new IllegalArgumentException(
          "The weight of an image prompt must be in [0, 3], but got: " + weight + ".");
    }
    if (!(start >= 0 && start <= end && end <= 1)) {
      throw new IllegalArgumentException(
          "Start and end of an image prompt must be shares of the steps, 0 <= start <= end <= 1,"
              + " but got: %s and %s.".formatted(start, end));
    }
  }

  /** An image prompt of one picture, at weight 1, in all steps and blocks. */
  public static ImagePrompt of(ImageAdapter adapter, BufferedImage picture) {
    return blend(adapter, picture);
  }

  /**
   * Blends pictures, of which each counts alike: what Midjourney calls {@code /blend}, where there
   * are 2 to 5. The prompt may then be empty.
   */
  public static ImagePrompt blend(ImageAdapter adapter, BufferedImage... pictures) {
    return blend(adapter, Arrays.stream(pictures).map(picture -> new Blended(picture, 1)).toList());
  }

  /** Blends pictures of different shares. */
  public static ImagePrompt blend(ImageAdapter adapter, List<Blended> pictures) {
    return new ImagePrompt(adapter, pictures, 1, 0, 1, PromptedBlocks.all());
  }

  /** Returns this image prompt with another weight, 0 to 3. */
  public ImagePrompt withWeight(double weight) {
    return new ImagePrompt(adapter, pictures, weight, start, end, blocks);
  }

  /** Returns this image prompt for another range of steps, as shares of all. */
  public ImagePrompt withSteps(double start, double end) {
    return new ImagePrompt(adapter, pictures, weight, start, end, blocks);
  }

  /** Returns this image prompt for other blocks of the model, such as those of the style. */
  public ImagePrompt withBlocks(PromptedBlocks blocks) {
    return new ImagePrompt(adapter, pictures, weight, start, end, blocks);
  }
}
