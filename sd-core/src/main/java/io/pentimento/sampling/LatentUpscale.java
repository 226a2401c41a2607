package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a latent is enlarged for a second pass: the resizes of PyTorch, which the WebUI uses. */
public enum LatentUpscale {
  /** Each value lies on a line between its two neighbours. */
  BILINEAR("Latent", LineFilter.LINEAR),
  /** As bilinear, but when shrinking over all values that fall into one. */
  BILINEAR_ANTIALIASED("Latent (antialiased)", LineFilter.LINEAR_ANTIALIASED),
  /** Each value lies on a cubic convolution of four neighbours. */
  BICUBIC("Latent (bicubic)", LineFilter.CUBIC),
  /** As bicubic but less sharp, and when shrinking over all values that fall into one. */
  BICUBIC_ANTIALIASED("Latent (bicubic antialiased)", LineFilter.CUBIC_ANTIALIASED),
  /** Each value is that of the cell its upper left corner falls into. */
  NEAREST("Latent (nearest)", LineFilter.NEAREST),
  /** Each value is that of the cell its middle falls into. */
  NEAREST_EXACT("Latent (nearest-exact)", LineFilter.NEAREST_EXACT);

  private final String label;
  private final LineFilter filter;

  LatentUpscale(String label, LineFilter filter) {
    this.label = label;
    this.filter = filter;
  }

  /** Returns the name under which pictures record it as their upscaler. */
  public String label() {
    return label;
  }

  /** Finds a way by its {@link #label}, in any case. */
  public static Optional<LatentUpscale> labelled(String label) {
    String wanted = label.strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(way -> way.label.toLowerCase(Locale.ROOT).equals(wanted))
        .findFirst();
  }

  /**
   * Resizes a latent.
   *
   * @param latent {@code [batch, channels, h, w]}, float32
   * @param height rows of the result, at least 1
   * @param width columns of the result, at least 1
   * @return {@code [batch, channels, height, width]}, float32, on the latent's manager
   */
  public NDArray resize(NDArray latent, int height, int width) {
    Shape shape = latent.getShape();
    int fromHeight = Math.toIntExact(shape.get(2));
    int fromWidth = Math.toIntExact(shape.get(3));
    float[] resized = resize(latent.toFloatArray(), fromHeight, fromWidth, height, width);
    return latent
        .getManager()
        .create(resized, new Shape(shape.get(0), shape.get(1), height, width));
  }

  /**
   * Resizes planes that lie one behind the other, row by row.
   *
   * @param planes the values, a multiple of {@code fromHeight * fromWidth}
   */
  float[] resize(float[] planes, int fromHeight, int fromWidth, int height, int width) {
    int count = planes.length / (fromHeight * fromWidth);
    LineFilter.Taps across = filter.taps(fromWidth, width);
    float[] wide = new float[count * fromHeight * width];
    for (int row = 0; row < count * fromHeight; row++) {
      for (int x = 0; x < width; x++) {
        wide[row * width + x] = across.weigh(planes, row * fromWidth, 1, x);
      }
    }
    LineFilter.Taps down = filter.taps(fromHeight, height);
    float[] resized = new float[count * height * width];
    for (int plane = 0; plane < count; plane++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          resized[(plane * height + y) * width + x] =
              down.weigh(wide, plane * fromHeight * width + x, width, y);
        }
      }
    }
    return resized;
  }
}
