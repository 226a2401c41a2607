package io.pentimento.inpaint;

import io.pentimento.image.BoxGaussian;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.image.ResizeMode;
import java.awt.Rectangle;

/**
 * Soft inpainting's mask of pixels: what is generated shows as far as the latent changed, whatever
 * was painted.
 *
 * @param settings how much of a change counts
 * @param size the latent's size, in cells
 * @param repaint the latent mask, not rounded: 0 (keep) to 1 (repaint) for each cell
 */
record SoftPixelMask(SoftInpainting settings, ImageSize size, float[] repaint) {
  private static final WindowFilter FILTER = WindowFilter.tapered(1.5, 2);

  /** The standard deviation in pixels that the mask is softened by. */
  private static final int BLUR = 4;

  /** What a threshold of 0 is taken for: any change at all shows, none does not. */
  private static final double LEAST_THRESHOLD = 1e-12;

  /**
   * Returns the mask of the pixels that the model worked on.
   *
   * @param init the latent that was started from, {@code [channels, h, w]}
   * @param result the latent that was sampled, {@code [channels, h, w]}
   * @param working the size that the model worked at
   */
  Mask of(float[] init, float[] result, ImageSize working) {
    double[] change = distances(init, result);
    change = FILTER.filter(change, size.width(), 0.9, 1);
    change = FILTER.filter(change, size.width(), 0.25, 0.75);
    byte[] levels = new byte[change.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) (int) (255 * (1 - kept(change[i], repaint[i])));
    }
    Pixels cells = Pixels.wrap(size.width(), size.height(), 1, levels);
    Pixels pixels =
        ResizeMode.RESIZE_AND_FILL.resize(cells, working.width(), working.height()).grey();
    return Mask.of(BoxGaussian.blur(pixels, BLUR));
  }

  /**
   * Returns the mask of a picture's pixels of which the model worked on a part.
   *
   * @param part that part's mask
   * @param crop where it lies in the picture
   */
  static Mask placed(Mask part, Rectangle crop, ImageSize picture) {
    return Mask.of(
        ResizeMode.CROP_AND_RESIZE
            .resize(part.pixels(), crop.width, crop.height)
            .grey()
            .onCanvas(picture, crop.x, crop.y));
  }

  /** Returns for each cell how far it moved, the length of the difference over all channels. */
  private static double[] distances(float[] init, float[] result, int cells) {
    double[] distances = new double[cells];
    for (int i = 0; i < init.length; i++) {
      double difference = (double) result[i] - init[i];
      distances[i % cells] += difference * difference;
    }
    for (int i = 0; i < cells; i++) {
      distances[i] = Math.sqrt(distances[i]);
    }
    return distances;
  }

  private double[] distances(float[] init, float[] result) {
    int cells = size.width() * size.height();
    if (repaint.length != cells || init.length % cells != 0 || init.length != result.length) {
      throw new IllegalArgumentException(
          "Mask and latents must have %s cells, but got: %d values, and %d and %d of latents."
              .formatted(size, repaint.length, init.length, result.length));
    }
    return distances(init, result, cells);
  }

  /** Returns how much of the original shows where a latent changed by a distance, 0 to 1. */
  private double kept(double distance, double masked) {
    double influence = settings.maskInfluence();
    double share =
        1 - Math.pow(Math.max(0, Math.min(1, masked)), settings.preservationStrength() / 2);
    share = 0.5 * (1 - influence) + share * influence;
    double threshold = settings.differenceThreshold() * share / (1.00001 - share);
    double steps = distance / Math.max(threshold, LEAST_THRESHOLD);
    return smootherstep(1 / (1 + Math.pow(steps, settings.differenceContrast())));
  }

  /** Perlin's curve from (0, 0) to (1, 1) that is flat at both ends (SIGGRAPH 2002). */
  static double smootherstep(double x) {
    return x * x * x * (x * (6 * x - 15) + 10);
  }
}
