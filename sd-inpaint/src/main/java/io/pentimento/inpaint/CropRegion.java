package io.pentimento.inpaint;

import io.pentimento.image.ImageSize;
import java.awt.Rectangle;

/**
 * The part of a picture that an only-masked repainting works on, from (x1, y1) inclusive to (x2,
 * y2) exclusive.
 *
 * @param x1 the left edge
 * @param y1 the upper edge
 * @param x2 one past the right edge
 * @param y2 one past the lower edge
 */
record CropRegion(int x1, int y1, int x2, int y2) {
  static CropRegion of(Rectangle box) {
    return new CropRegion(box.x, box.y, box.x + box.width, box.y + box.height);
  }

  Rectangle toRectangle() {
    return new Rectangle(x1, y1, x2 - x1, y2 - y1);
  }

  /** Grows the region on all sides, as far as the picture goes. */
  CropRegion padded(int padding, ImageSize picture) {
    return new CropRegion(
        Math.max(x1 - padding, 0),
        Math.max(y1 - padding, 0),
        Math.min(x2 + padding, picture.width()),
        Math.min(y2 + padding, picture.height()));
  }

  /**
   * Grows the region in one direction to the shape of the working size, as far as the picture goes.
   */
  CropRegion expandedTo(ImageSize working, ImageSize picture) {
    double shape = (double) working.width() / working.height();
    double regionShape = (double) (x2 - x1) / (y2 - y1);
    if (regionShape > shape) {
      int more = (int) ((x2 - x1) / shape - (y2 - y1));
      int[] rows = grown(y1, y2, more, picture.height());
      return new CropRegion(x1, rows[0], x2, rows[1]);
    }
    int more = (int) ((y2 - y1) * shape - (x2 - x1));
    int[] columns = grown(x1, x2, more, picture.width());
    return new CropRegion(columns[0], y1, columns[1], y2);
  }

  private static int[] grown(int from, int to, int more, int limit) {
    int low = from - more / 2;
    int high = to + (more - more / 2);
    if (high >= limit) {
      int shift = high - limit;
      low -= shift;
      high -= shift;
    }
    if (low < 0) {
      high -= low;
      low = 0;
    }
    return new int[] {low, Math.min(high, limit)};
  }
}
