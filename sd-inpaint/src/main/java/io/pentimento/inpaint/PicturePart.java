package io.pentimento.inpaint;

import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import java.awt.Rectangle;

/**
 * A rectangle of a picture.
 *
 * @param box where it lies, which may reach beyond the picture
 */
record PicturePart(Rectangle box) {
  /** Returns a picture with this part replaced, as far as it lies inside. */
  Pixels put(Pixels part, Pixels onto) {
    int channels = onto.channels();
    byte[] samples = onto.samples().clone();
    Rectangle inside = box.intersection(new Rectangle(onto.width(), onto.height()));
    for (int y = inside.y; y < inside.y + inside.height; y++) {
      System.arraycopy(
          part.samples(),
          ((y - box.y) * box.width + inside.x - box.x) * channels,
          samples,
          (y * onto.width() + inside.x) * channels,
          inside.width * channels);
    }
    return Pixels.wrap(onto.width(), onto.height(), channels, samples);
  }

  /** Returns a mask of this part as one of a picture, moved and cut off at its edges. */
  Mask in(ImageSize picture, Mask part, int right, int down) {
    return Mask.of(part.pixels().onCanvas(picture, box.x + right, box.y + down));
  }
}
