package io.pentimento.prompt;

import io.pentimento.image.ImageSize;
import java.util.Objects;
import java.util.Optional;

/**
 * What an SDXL model is told beside the prompt: of what size the picture it draws was, how it was
 * cropped, and how well it is liked (Podell et al. 2023, "SDXL", section 2.2). Other models take
 * none of it.
 *
 * @param original the size before it was scaled; that which is drawn, if empty. Small ones look
 *     blurred
 * @param cropTop how many rows were cut off above, 0 or more
 * @param cropLeft how many columns were cut off at the left, 0 or more
 * @param target the size after cropping; that which is drawn, if empty
 * @param aestheticScore how well the prompt's picture is liked, 0 to 10; for the refiner alone
 * @param negativeAestheticScore how well that of the negative prompt is
 */
public record SizeConditioning(
    Optional<ImageSize> original,
    int cropTop,
    int cropLeft,
    Optional<ImageSize> target,
    double aestheticScore,
    double negativeAestheticScore) {
  private static final double BEST = 10;

  /** Checks every setting. */
  public SizeConditioning {
    Objects.requireNonNull(original, "original");
    Objects.requireNonNull(target, "target");
    check("cropTop", cropTop);
    check("cropLeft", cropLeft);
    check("aestheticScore", aestheticScore);
    check("negativeAestheticScore", negativeAestheticScore);
  }

  private static void check(String name, int pixels) {
    if (pixels < 0) {
      throw new IllegalArgumentException(name + " must be 0 or more, but got: " + pixels + ".");
    }
  }

  private static void check(String name, double score) {
    if (!(score >= 0 && score <= BEST)) {
      throw new IllegalArgumentException(name + " must be in [0, 10], but got: " + score + ".");
    }
  }

  /** The WebUI's: the size that is drawn, uncropped, at a score of 6 against 2.5. */
  public static SizeConditioning defaults() {
    return new SizeConditioning(Optional.empty(), 0, 0, Optional.empty(), 6, 2.5);
  }

  /** Returns these settings with another size before scaling. */
  public SizeConditioning withOriginal(ImageSize original) {
    return new SizeConditioning(
        Optional.of(original), cropTop, cropLeft, target, aestheticScore, negativeAestheticScore);
  }

  /** Returns these settings with what was cut off, in pixels. */
  public SizeConditioning withCrop(int top, int left) {
    return new SizeConditioning(
        original, top, left, target, aestheticScore, negativeAestheticScore);
  }

  /** Returns these settings with another size after cropping. */
  public SizeConditioning withTarget(ImageSize target) {
    return new SizeConditioning(
        original, cropTop, cropLeft, Optional.of(target), aestheticScore, negativeAestheticScore);
  }

  /** Returns these settings with other scores, 0 to 10. */
  public SizeConditioning withAestheticScores(double score, double negativeScore) {
    return new SizeConditioning(original, cropTop, cropLeft, target, score, negativeScore);
  }
}
