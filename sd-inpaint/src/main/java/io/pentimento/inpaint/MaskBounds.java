package io.pentimento.inpaint;

import io.pentimento.image.ImageSize;
import java.awt.Rectangle;
import java.util.Optional;

/** Where the marked pixels lie. */
final class MaskBounds {
  private MaskBounds() {}

  static Optional<Rectangle> of(ImageSize size, byte[] levels) {
    int width = size.width();
    int left = width;
    int right = -1;
    int top = -1;
    int bottom = -1;
    for (int y = 0; y < size.height(); y++) {
      int first = y * width;
      int last = first + width - 1;
      while (first <= last && levels[first] == 0) {
        first++;
      }
      if (first <= last) {
        while (levels[last] == 0) {
          last--;
        }
        left = Math.min(left, first - y * width);
        right = Math.max(right, last - y * width);
        top = top < 0 ? y : top;
        bottom = y;
      }
    }
    return top < 0
        ? Optional.empty()
        : Optional.of(new Rectangle(left, top, right - left + 1, bottom - top + 1));
  }
}
