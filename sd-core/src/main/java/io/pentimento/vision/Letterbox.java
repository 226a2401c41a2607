package io.pentimento.vision;

import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import java.awt.Rectangle;
import java.util.Arrays;

/**
 * How a picture is fitted into the one that a detector sees: its longer side gets the detector's
 * length, and grey is added around it until both sides are multiples of 32.
 *
 * @param source the picture's size
 * @param size what the detector sees
 * @param content where in it the picture is
 */
record Letterbox(ImageSize source, ImageSize size, Rectangle content) {
  private static final int STRIDE = 32;
  private static final byte GREY = 114;

  /** Ultralytics' own, so that a half goes to one side and not to both. */
  private static final double LESS_THAN_HALF = 0.1;

  static Letterbox of(ImageSize source, int side) {
    double ratio = Math.min((double) side / source.height(), (double) side / source.width());
    int width = (int) Math.max(1, Math.rint(source.width() * ratio));
    int height = (int) Math.max(1, Math.rint(source.height() * ratio));
    double across = Math.floorMod(side - width, STRIDE) / 2.0;
    double down = Math.floorMod(side - height, STRIDE) / 2.0;
    int left = (int) Math.rint(across - LESS_THAN_HALF);
    int top = (int) Math.rint(down - LESS_THAN_HALF);
    int right = (int) Math.rint(across + LESS_THAN_HALF);
    int bottom = (int) Math.rint(down + LESS_THAN_HALF);
    return new Letterbox(
        source,
        new ImageSize(left + width + right, top + height + bottom),
        new Rectangle(left, top, width, height));
  }

  /** Fits an RGB picture in. */
  Pixels fit(Pixels rgb) {
    Pixels resized = BilinearResize.resize(rgb, content.width, content.height);
    byte[] samples = new byte[3 * size.width() * size.height()];
    Arrays.fill(samples, GREY);
    int row = 3 * content.width;
    for (int y = 0; y < content.height; y++) {
      int to = 3 * ((content.y + y) * size.width() + content.x);
      System.arraycopy(resized.samples(), y * row, samples, to, row);
    }
    return Pixels.wrap(size.width(), size.height(), 3, samples);
  }

  /** Turns a box in what the detector sees into one in the picture, which it does not leave. */
  DetectionBox inSource(DetectionBox box) {
    double across = (double) content.width / source.width();
    double down = (double) content.height / source.height();
    return new DetectionBox(
        clip((box.left() - content.x) / across, source.width()),
        clip((box.top() - content.y) / down, source.height()),
        clip((box.right() - content.x) / across, source.width()),
        clip((box.bottom() - content.y) / down, source.height()));
  }

  private static double clip(double place, int length) {
    return Math.max(0, Math.min(length, place));
  }
}
