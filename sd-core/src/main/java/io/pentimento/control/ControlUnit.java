package io.pentimento.control;

import io.pentimento.image.ResizeMode;
import java.awt.image.BufferedImage;
import java.util.Objects;
import java.util.Optional;

/**
 * One ControlNet in a request. Several of them add up.
 *
 * @param network the network
 * @param picture what it looks at, of any size; empty for the picture that the request starts from
 * @param preprocessor what is made of the picture first, at the size the model works at
 * @param weight how strongly it counts, 0 to 2; 1 as it was trained
 * @param start the share of the steps from which it counts, in [0, 1]
 * @param end the share of the steps until which it counts, in [start, 1]
 * @param mode whether the prompt or the control counts for more
 * @param resizeMode how the picture is brought to the shape of the generated one
 * @param insideMask whether it counts only where a mask lets the picture change
 */
public record ControlUnit(
    ControlNet network,
    Optional<BufferedImage> picture,
    Preprocessor preprocessor,
    double weight,
    double start,
    double end,
    ControlMode mode,
    ResizeMode resizeMode,
    boolean insideMask) {
  private static final double HIGHEST_WEIGHT = 2;

  /** Checks every setting. */
  public ControlUnit {
    Objects.requireNonNull(network, "network");
    Objects.requireNonNull(picture, "picture");
    Objects.requireNonNull(preprocessor, "preprocessor");
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(resizeMode, "resizeMode");
    if (!(weight >= 0 && weight <= HIGHEST_WEIGHT)) {
      throw new IllegalArgumentException(
          "The weight of a control unit must be in [0, 2], but got: " + weight + ".");
    }
    if (!(start >= 0 && start <= end && end <= 1)) {
      throw new IllegalArgumentException(
          "Start and end of a control unit must be shares of the steps, 0 <= start <= end <= 1,"
              + " but got: %s and %s.".formatted(start, end));
    }
  }

  /**
   * A unit with the WebUI's defaults: weight 1, in all steps, balanced, cropped to the picture's
   * shape.
   *
   * @param picture a picture of the kind the network was trained on, such as white lines on black
   */
  public static ControlUnit of(ControlNet network, BufferedImage picture) {
    return ofOwnPicture(network).withPicture(picture);
  }

  /** A unit whose network looks at the picture that the request starts from. */
  public static ControlUnit ofOwnPicture(ControlNet network) {
    return new ControlUnit(
        network,
        Optional.empty(),
        Preprocessor.none(),
        1,
        0,
        1,
        ControlMode.BALANCED,
        ResizeMode.CROP_AND_RESIZE,
        false);
  }

  /** Returns this unit with another picture. */
  public ControlUnit withPicture(BufferedImage picture) {
    Optional<BufferedImage> other = Optional.of(picture);
    return new ControlUnit(
        network, other, preprocessor, weight, start, end, mode, resizeMode, insideMask);
  }

  /** Returns this unit with another preprocessor. */
  public ControlUnit withPreprocessor(Preprocessor preprocessor) {
    return new ControlUnit(
        network, picture, preprocessor, weight, start, end, mode, resizeMode, insideMask);
  }

  /** Returns this unit with another weight. */
  public ControlUnit withWeight(double weight) {
    return new ControlUnit(
        network, picture, preprocessor, weight, start, end, mode, resizeMode, insideMask);
  }

  /** Returns this unit for another range of steps, as shares of all. */
  public ControlUnit withSteps(double start, double end) {
    return new ControlUnit(
        network, picture, preprocessor, weight, start, end, mode, resizeMode, insideMask);
  }

  /** Returns this unit in another mode. */
  public ControlUnit withMode(ControlMode mode) {
    return new ControlUnit(
        network, picture, preprocessor, weight, start, end, mode, resizeMode, insideMask);
  }

  /** Returns this unit with another way to bring its picture to the generated one's shape. */
  public ControlUnit withResizeMode(ResizeMode resizeMode) {
    return new ControlUnit(
        network, picture, preprocessor, weight, start, end, mode, resizeMode, insideMask);
  }

  /** Returns this unit, counting only where a mask lets the picture change, or everywhere. */
  public ControlUnit withInsideMask(boolean insideMask) {
    return new ControlUnit(
        network, picture, preprocessor, weight, start, end, mode, resizeMode, insideMask);
  }
}
