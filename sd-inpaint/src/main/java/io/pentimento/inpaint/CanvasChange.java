package io.pentimento.inpaint;

import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import java.awt.Rectangle;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a step did to a picture. Where the size changed, all of the new picture counts as changed.
 *
 * @param before the size of the picture before it
 * @param after the size of the picture after it
 * @param box the smallest rectangle of the picture after it that holds all that changed, or empty
 *     if nothing did
 * @param pixels how many pixels changed, in colour or in alpha
 */
public record CanvasChange(
    ImageSize before, ImageSize after, Optional<Rectangle> box, long pixels) {
  /** Copies the box, which can be changed. */
  public CanvasChange {
    box = box.map(Rectangle::new);
  }

  /** Returns a copy of the box. */
  @Override
  public Optional<Rectangle> box() {
    return box.map(Rectangle::new);
  }

  /** Tells whether nothing changed. */
  public boolean isEmpty() {
    return box.isEmpty();
  }

  static CanvasChange between(Pixels before, Pixels after) {
    int width = after.width();
    int height = after.height();
    if (!before.size().equals(after.size())) {
      Rectangle whole = new Rectangle(width, height);
      return new CanvasChange(
          before.size(), after.size(), Optional.of(whole), (long) width * height);
    }
    // Grey pictures become coloured and may get alpha: compared is what is to be seen.
    int channels = Math.max(before.channels(), after.channels());
    byte[] old = samples(before, channels);
    byte[] fresh = samples(after, channels);
    byte[] changed = new byte[width * height];
    long count = 0;
    for (int i = 0; i < changed.length; i++) {
      int at = i * channels;
      if (!Arrays.equals(old, at, at + channels, fresh, at, at + channels)) {
        changed[i] = 1;
        count++;
      }
    }
    return new CanvasChange(
        before.size(), after.size(), MaskBounds.of(after.size(), changed), count);
  }

  private static byte[] samples(Pixels picture, int channels) {
    return switch (channels) {
      case 1 -> picture.samples();
      case 3 -> picture.rgb().samples();
      default -> picture.rgba().samples();
    };
  }
}
