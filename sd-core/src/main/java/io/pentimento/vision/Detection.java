package io.pentimento.vision;

import java.awt.image.BufferedImage;
import java.util.Objects;
import java.util.Optional;

/**
 * Something found in a picture.
 *
 * @param className what it is, such as {@code face}
 * @param confidence how sure the detector is, in [0, 1]
 * @param box where it is
 * @param mask a grey picture as large as the one that was searched, white where the thing is, if
 *     the detector tells; must not be changed
 */
public record Detection(
    String className, double confidence, DetectionBox box, Optional<BufferedImage> mask) {
  /** Refuses a confidence that is no share. */
  public Detection {
    Objects.requireNonNull(className, "className");
    Objects.requireNonNull(box, "box");
    Objects.requireNonNull(mask, "mask");
    if (!(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException("confidence must be in [0, 1], but got: " + confidence);
    }
  }

  /** Tells of something whose outline is not known. */
  public static Detection of(String className, double confidence, DetectionBox box) {
    return new Detection(className, confidence, box, Optional.empty());
  }
}
