package io.pentimento.inpaint;

import io.pentimento.image.Compositing;
import io.pentimento.image.Pixels;
import io.pentimento.image.ResizeMode;
import java.awt.Rectangle;
import java.util.Optional;

/**
 * The original picture, and how to lay it over what was generated, clear where that is to show.
 *
 * @param original the picture the caller gave, at the size of the result; its alpha channel is kept
 * @param flattened the same without alpha, as the model started from it; it shows where the mask is
 *     between 0 and 255
 * @param edge the mask as it was asked for: half of it is where a hard edge runs
 * @param mask how far what was generated shows; where it is 0 the result is the original, byte for
 *     byte
 * @param crop the part of the picture that was generated, or empty for all of it
 */
record Overlay(Pixels original, Pixels flattened, Mask edge, Mask mask, Optional<Rectangle> crop) {
  /** Lays a picture over another as far as a mask says. */
  static Overlay of(Pixels original, Pixels flattened, Mask mask, Optional<Rectangle> crop) {
    return new Overlay(original, flattened, mask, mask, crop);
  }

  /** Returns this overlay where what is at least half masked shows no original. */
  Overlay doubled() {
    byte[] levels = mask.pixels().samples().clone();
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) Math.min(255, 2 * (levels[i] & 0xff));
    }
    return new Overlay(original, flattened, edge, Mask.of(mask.size(), levels), crop);
  }

  /** Returns this overlay with another mask; what this one keeps stays kept. */
  Overlay showing(Mask other) {
    byte[] levels = other.pixels().samples().clone();
    for (int i = 0; i < levels.length; i++) {
      if (mask.pixels().samples()[i] == 0) {
        levels[i] = 0;
      }
    }
    return of(original, flattened, Mask.of(mask.size(), levels), crop);
  }

  /** Returns this overlay with a hard edge where the mask is half. */
  Overlay hard() {
    return of(original, flattened, edge.threshold(128), crop);
  }

  /** Returns the flattened original with straight alpha, opaque where the mask is 0. */
  Pixels picture() {
    return Compositing.unpremultiply(
        Compositing.multiply(flattened.rgba(), mask.invert().pixels()));
  }

  /** Returns the part of the picture that was generated. */
  Rectangle box() {
    return crop.orElseGet(() -> new Rectangle(original.width(), original.height()));
  }

  /** Returns a generated picture at the size of the part it belongs to, RGB. */
  Pixels fitted(Pixels generated) {
    Rectangle box = box();
    ResizeMode mode = crop.isEmpty() ? ResizeMode.JUST_RESIZE : ResizeMode.CROP_AND_RESIZE;
    return mode.resize(generated.rgb(), box.width, box.height);
  }

  /** Returns a generated picture where it belongs in the result, RGBA, clear elsewhere. */
  Pixels placed(Pixels generated) {
    Rectangle box = box();
    return fitted(generated).rgba().onCanvas(original.size(), box.x, box.y);
  }

  /**
   * Lays the original over a generated picture: RGB, or RGBA with the original's alpha if it has
   * such a channel.
   */
  Pixels over(Pixels generated) {
    Pixels composite = Compositing.over(picture(), placed(generated));
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
