package io.pentimento.vision;

import java.util.Objects;

/**
 * How a caption is found. Lengths count word pieces, those of the prompt and its start among them.
 *
 * @param beams how many captions are followed at once, in [1, 16]; 1 always takes the likeliest
 *     next word
 * @param shortest how long a caption is before it may end, in [1, 128]
 * @param longest how long a caption is at most, in [1, 256], at least {@code shortest}
 * @param repetitionPenalty by what the score of a word that is there already gets worse, above 0; 1
 *     for not at all
 * @param prompt what the caption begins with; it is left out of what is told. May be empty.
 */
public record CaptionOptions(
    int beams, int shortest, int longest, double repetitionPenalty, String prompt) {
  private static final int MOST_BEAMS = 16;
  private static final int MOST_SHORTEST = 128;
  private static final int MOST_LONGEST = 256;

  /** Refuses what is out of range. */
  public CaptionOptions {
    check("beams", beams, MOST_BEAMS);
    check("shortest", shortest, MOST_SHORTEST);
    check("longest", longest, MOST_LONGEST);
    if (longest < shortest) {
      throw new IllegalArgumentException(
          "longest must be at least shortest, %d, but got: %d.".formatted(shortest, longest));
    }
    if (!(repetitionPenalty > 0) || Double.isInfinite(repetitionPenalty)) {
      throw new IllegalArgumentException(
          "repetitionPenalty must be above 0 and finite, but got: %s."
              .formatted(repetitionPenalty));
    }
    Objects.requireNonNull(prompt, "prompt");
  }

  private static void check(String name, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(
          "%s must be in [1, %d], but got: %d.".formatted(name, most, value));
    }
  }

  /** Returns the WebUI's: the likeliest words, 24 to 48 of them behind "a picture of". */
  public static CaptionOptions webui() {
    return new CaptionOptions(1, 24, 48, 1, "a picture of ");
  }

  /** Returns BLIP's own: three beams, 10 to 30 words. */
  public static CaptionOptions blip() {
    return new CaptionOptions(3, 10, 30, 1, "a picture of ");
  }
}
