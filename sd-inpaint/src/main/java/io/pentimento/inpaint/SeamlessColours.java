package io.pentimento.inpaint;

import io.pentimento.image.Pixels;
import java.awt.Rectangle;

/**
 * Gives a generated picture the colours that the original has along the border of the masked part.
 *
 * <p>The difference between the two pictures is known where the mask is 0. It is interpolated over
 * the rest by a {@link Membrane} and added to the generated picture; what the mask then blends has
 * no step of colour at its border.
 *
 * @param flattened the original, RGB
 * @param mask what may change
 * @param box the part of the picture that was generated
 */
record SeamlessColours(Pixels flattened, Mask mask, Rectangle box) {
  static SeamlessColours of(Overlay overlay) {
    return new SeamlessColours(overlay.flattened(), overlay.mask(), overlay.box());
  }

  /**
   * Corrects a generated picture.
   *
   * @param fitted RGB, of the size of the box
   */
  Pixels apply(Pixels fitted) {
    if (mask.isEmpty()) {
      return fitted;
    }
    Rectangle window = window();
    boolean[] free = free(window);
    Membrane membrane = new Membrane(window.width, window.height, free);
    if (!membrane.isClamped()) {
      return fitted;
    }
    byte[] samples = fitted.samples().clone();
    for (int c = 0; c < 3; c++) {
      float[] difference = difference(fitted, window, c);
      membrane.interpolate(difference);
      add(samples, difference, window, free, c);
    }
    return Pixels.wrap(fitted.width(), fitted.height(), 3, samples);
  }

  /** Returns the masked part and one pixel around it, as far as the picture goes. */
  private Rectangle window() {
    Rectangle marked = mask.boundingBox().orElseThrow().intersection(box);
    Rectangle picture = new Rectangle(flattened.width(), flattened.height());
    marked.grow(1, 1);
    return marked.intersection(picture);
  }

  private boolean[] free(Rectangle window) {
    byte[] levels = mask.pixels().samples();
    boolean[] free = new boolean[window.width * window.height];
    for (int y = 0; y < window.height; y++) {
      int row = (window.y + y) * flattened.width() + window.x;
      for (int x = 0; x < window.width; x++) {
        free[y * window.width + x] = levels[row + x] != 0;
      }
    }
    return free;
  }

  /**
   * Returns by how much the original is brighter. One pixel beside the box, the generated picture's
   * edge goes on.
   */
  private float[] difference(Pixels fitted, Rectangle window, int channel) {
    byte[] original = flattened.samples();
    byte[] generated = fitted.samples();
    float[] difference = new float[window.width * window.height];
    for (int y = 0; y < window.height; y++) {
      int top = window.y + y;
      int row = Math.min(Math.max(top - box.y, 0), box.height - 1) * box.width;
      for (int x = 0; x < window.width; x++) {
        int left = window.x + x;
        int column = Math.min(Math.max(left - box.x, 0), box.width - 1);
        int kept = original[(top * flattened.width() + left) * 3 + channel] & 0xff;
        difference[y * window.width + x] = kept - (generated[(row + column) * 3 + channel] & 0xff);
      }
    }
    return difference;
  }

  private void add(
      byte[] samples, float[] difference, Rectangle window, boolean[] free, int channel) {
    for (int i = 0; i < free.length; i++) {
      int x = window.x + i % window.width - box.x;
      int y = window.y + i / window.width - box.y;
      if (free[i] && x >= 0 && y >= 0 && x < box.width && y < box.height) {
        int at = (y * box.width + x) * 3 + channel;
        int level = Math.round((samples[at] & 0xff) + difference[i]);
        samples[at] = (byte) Math.max(0, Math.min(255, level));
      }
    }
  }
}
