package io.pentimento.inpaint;

import io.pentimento.image.Compositing;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import java.awt.Color;
import java.awt.Rectangle;

/**
 * A picture and where it lies in a larger one.
 *
 * @param original as the caller gave it
 * @param flat without alpha
 * @param margins what is added around it
 */
record ExtendedPicture(Pixels original, Pixels flat, Margins margins) {
  static ExtendedPicture of(Pixels original, Color background, Margins margins) {
    return new ExtendedPicture(original, Compositing.flatten(original, background), margins);
  }

  /** Returns the size with the margins. */
  ImageSize size() {
    return margins.around(original.size());
  }

  /** Returns where the original lies. */
  Rectangle place() {
    return new Rectangle(margins.left(), margins.up(), original.width(), original.height());
  }

  /**
   * Gives the original's alpha to a picture of the extended size, opaque where it is new, and the
   * original's bytes where it was not repainted.
   */
  Pixels finish(Pixels painted, Mask repainted) {
    Pixels source = original.channels() == 4 ? original : original.rgb();
    int channels = source.channels();
    byte[] samples = (channels == 4 ? painted.rgba() : painted.rgb()).samples().clone();
    int width = painted.width();
    Rectangle place = place();
    for (int y = 0; y < place.height; y++) {
      for (int x = 0; x < place.width; x++) {
        int from = (y * place.width + x) * channels;
        int pixel = (place.y + y) * width + place.x + x;
        boolean kept = repainted.pixels().samples()[pixel] == 0;
        int first = kept ? 0 : 3;
        int count = Math.max(0, channels - first);
        System.arraycopy(source.samples(), from + first, samples, pixel * channels + first, count);
      }
    }
    return Pixels.wrap(width, painted.height(), channels, samples);
  }

  /** Marks everything around the original. */
  Mask surroundings() {
    return Mask.rectangle(size(), place()).invert();
  }
}
