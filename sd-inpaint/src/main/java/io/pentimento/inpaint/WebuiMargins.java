package io.pentimento.inpaint;

import io.pentimento.image.ImageSize;

/**
 * Margins as the WebUI's outpainting scripts round them: along an axis with a growing side, the
 * picture becomes a multiple of 64 long, and what that adds is shared out.
 */
final class WebuiMargins {
  private static final int MULTIPLE = 64;

  private WebuiMargins() {}

  /** Returns the margins that a picture really gets. */
  static Margins of(Margins asked, ImageSize picture) {
    int left = before(asked.left(), asked.right(), picture.width());
    int up = before(asked.up(), asked.down(), picture.height());
    return new Margins(
        left,
        asked.right() == 0
            ? 0
            : rounded(asked.left() + asked.right() + picture.width()) - picture.width() - left,
        up,
        asked.down() == 0
            ? 0
            : rounded(asked.up() + asked.down() + picture.height()) - picture.height() - up);
  }

  private static int before(int before, int after, int length) {
    return before == 0
        ? 0
        : before * (rounded(length + before + after) - length) / (before + after);
  }

  /** Rounds up to a multiple of 64. */
  static int rounded(int length) {
    return (length + MULTIPLE - 1) / MULTIPLE * MULTIPLE;
  }

  /** Rounds both sides up to multiples of 64. */
  static ImageSize rounded(ImageSize size) {
    return new ImageSize(rounded(size.width()), rounded(size.height()));
  }
}
