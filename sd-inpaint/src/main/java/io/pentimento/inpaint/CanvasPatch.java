package io.pentimento.inpaint;

import io.pentimento.image.Pixels;
import java.awt.Rectangle;
import java.util.Optional;

/**
 * What has to be put into a picture to get another one: the rectangle in which they differ, or the
 * whole of the other one if size or channels differ.
 *
 * @param place where the content goes, or empty if it is the whole other picture
 */
record CanvasPatch(Optional<Rectangle> place, Pixels content) {
  /**
   * Returns what turns one picture into another.
   *
   * @param box where they differ
   */
  static CanvasPatch between(Pixels from, Pixels to, Rectangle box) {
    return from.size().equals(to.size()) && from.channels() == to.channels()
        ? new CanvasPatch(Optional.of(box), to.crop(box))
        : new CanvasPatch(Optional.empty(), to);
  }

  Pixels appliedTo(Pixels picture) {
    return place.map(box -> pasted(picture, box)).orElse(content);
  }

  private Pixels pasted(Pixels picture, Rectangle box) {
    int channels = picture.channels();
    byte[] samples = picture.samples().clone();
    int length = box.width * channels;
    for (int y = 0; y < box.height; y++) {
      int target = ((box.y + y) * picture.width() + box.x) * channels;
      System.arraycopy(content.samples(), y * length, samples, target, length);
    }
    return Pixels.wrap(picture.width(), picture.height(), channels, samples);
  }

  /** Returns what leads back from the picture that this patch makes of one. */
  CanvasPatch back(Pixels picture) {
    return place
        .map(box -> new CanvasPatch(Optional.of(box), picture.crop(box)))
        .orElseGet(() -> new CanvasPatch(Optional.empty(), picture));
  }

  long bytes() {
    return content.samples().length;
  }
}
