package io.pentimento.inpaint;

import io.pentimento.image.Compositing;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.image.ResizeMode;
import java.awt.Rectangle;
import java.util.Optional;

/**
 * The original picture, clear where it was repainted, and how to lay it over what was generated.
 *
 * @param original the picture the caller gave, at the size of the result; its alpha channel is kept
 * @param picture the flattened original with straight alpha, opaque where the mask is 0
 * @param mask what may have changed; where it is 0 the result is the original, byte for byte
 * @param crop the part of the picture that was generated, or empty for all of it
 */
record Overlay(Pixels original, Pixels picture, Mask mask, Optional<Rectangle> crop) {
  /**
   * Prepares a picture and the mask that is laid over it.
   *
   * @param flattened the original without alpha, as the model started from it; it shows where the
   *     mask is between 0 and 255
   */
  static Overlay of(Pixels original, Pixels flattened, Mask mask, Optional<Rectangle> crop) {
    Pixels kept = Compositing.multiply(flattened.rgba(), mask.invert().pixels());
    return new Overlay(original, Compositing.unpremultiply(kept), mask, crop);
  }

  /**
   * Doubles the levels of a mask: in whole-picture mode, what is at least half masked shows no
   * original.
   */
  static Mask doubled(Mask mask) {
    byte[] levels = mask.pixels().samples().clone();
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) Math.min(255, 2 * (levels[i] & 0xff));
    }
    return Mask.of(mask.size(), levels);
  }

  /** Returns the generated picture where it belongs in the result, RGBA, clear elsewhere. */
  Pixels placed(Pixels generated) {
    ImageSize size = picture.size();
    if (crop.isEmpty()) {
      return ResizeMode.JUST_RESIZE.resize(generated, size.width(), size.height()).rgba();
    }
    Rectangle box = crop.get();
    Pixels fitting = ResizeMode.CROP_AND_RESIZE.resize(generated, box.width, box.height);
    return fitting.rgba().onCanvas(size, box.x, box.y);
  }

  /**
   * Lays the original over a generated picture: RGB, or RGBA with the original's alpha if it has
   * such a channel.
   */
  Pixels over(Pixels generated) {
    Pixels composite = Compositing.over(picture, placed(generated));
    return original.channels() == 4 ? restored(composite) : restored(composite.rgb());
  }

  /** Copies the original's alpha, and all its samples where the mask is 0. */
  private Pixels restored(Pixels composite) {
    int channels = composite.channels();
    byte[] samples = composite.samples();
    byte[] source = channels == 4 ? original.samples() : original.rgb().samples();
    byte[] levels = mask.pixels().samples();
    for (int i = 0; i < levels.length; i++) {
      int at = i * channels;
      if (levels[i] == 0) {
        System.arraycopy(source, at, samples, at, channels);
      } else if (channels == 4) {
        samples[at + 3] = source[at + 3];
      }
    }
    return composite;
  }
}
