package io.pentimento.inpaint;

import io.pentimento.image.ImageSize;
import java.awt.Point;
import java.awt.Rectangle;

/** A side of a picture that grows, in the order of the WebUI. */
enum GrowingSide {
  LEFT,
  RIGHT,
  UP,
  DOWN;

  boolean isHorizontal() {
    return this == LEFT || this == RIGHT;
  }

  /** Returns how far this side grows. */
  int of(Margins margins) {
    return switch (this) {
      case LEFT -> margins.left();
      case RIGHT -> margins.right();
      case UP -> margins.up();
      case DOWN -> margins.down();
    };
  }

  /** Returns a size with pixels added on this side. */
  ImageSize grown(ImageSize size, int pixels) {
    return isHorizontal()
        ? new ImageSize(size.width() + pixels, size.height())
        : new ImageSize(size.width(), size.height() + pixels);
  }

  /** Returns where the picture lies after pixels were added on this side. */
  Point origin(int pixels) {
    return new Point(this == LEFT ? pixels : 0, this == UP ? pixels : 0);
  }

  /**
   * Returns what is kept of a canvas. As the WebUI draws it, the last row and column are part of
   * it, and the insets at the right and below count from the canvas's edge, not the result's.
   *
   * @param inset how far from the growing edge it begins
   */
  Rectangle kept(int inset, ImageSize canvas, ImageSize result) {
    int left = this == LEFT ? inset : 0;
    int up = this == UP ? inset : 0;
    int right = this == RIGHT ? canvas.width() - inset : result.width();
    int down = this == DOWN ? canvas.height() - inset : result.height();
    return new Rectangle(left, up, Math.max(0, right - left + 1), Math.max(0, down - up + 1));
  }

  /** Returns the part of a canvas at this side's edge that has a size. */
  Rectangle crop(ImageSize canvas, ImageSize part) {
    return new Rectangle(
        this == RIGHT ? canvas.width() - part.width() : 0,
        this == DOWN ? canvas.height() - part.height() : 0,
        part.width(),
        part.height());
  }

  /** Returns the name of the setting. */
  @Override
  public String toString() {
    return switch (this) {
      case LEFT -> "left";
      case RIGHT -> "right";
      case UP -> "up";
      case DOWN -> "down";
    };
  }
}
