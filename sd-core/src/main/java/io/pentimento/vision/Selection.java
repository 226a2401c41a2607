package io.pentimento.vision;

import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.Optional;

/**
 * How surely each pixel of a picture is part of something, from 0 to 1. Immutable. What is sure to
 * one half is on the edge, so that a threshold of 0.5 gives a hard selection.
 */
public final class Selection {
  private final ImageSize size;
  private final float[] shares;

  /**
   * Takes over shares.
   *
   * @param shares row by row; the caller keeps no reference
   */
  Selection(ImageSize size, float[] shares) {
    if (shares.length != size.width() * size.height()) {
      throw new IllegalArgumentException(
          "A selection of %s must have a share for each pixel, but got: %d."
              .formatted(size, shares.length));
    }
    this.size = size;
    this.shares = shares;
  }

  /** Returns the picture's size. */
  public ImageSize size() {
    return size;
  }

  /**
   * Returns the share at a pixel, 0 to 1.
   *
   * @throws IndexOutOfBoundsException if it is outside of the picture
   */
  public float share(int x, int y) {
    if (x < 0 || y < 0 || x >= size.width() || y >= size.height()) {
      throw new IndexOutOfBoundsException(
          "(%d, %d) is outside of a %s selection.".formatted(x, y, size));
    }
    return shares[y * size.width() + x];
  }

  /** Returns the shares as levels, 0 to 255, row by row; what is between two is cut off. */
  public byte[] levels() {
    byte[] levels = new byte[shares.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) (int) (shares[i] * 255);
    }
    return levels;
  }

  /**
   * Returns 255 where the share is above a threshold and 0 elsewhere, row by row.
   *
   * @param threshold in [0, 1)
   */
  public byte[] hardLevels(double threshold) {
    requireThreshold(threshold);
    byte[] levels = new byte[shares.length];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (byte) (shares[i] > threshold ? 255 : 0);
    }
    return levels;
  }

  /** Returns how much of the picture has a share above a threshold in [0, 1), from 0 to 1. */
  public double coverage(double threshold) {
    requireThreshold(threshold);
    long count = 0;
    for (float share : shares) {
      count += share > threshold ? 1 : 0;
    }
    return (double) count / shares.length;
  }

  /**
   * Returns the smallest rectangle that holds all pixels with a share above a threshold in [0, 1);
   * empty if there is none.
   */
  public Optional<Rectangle> boundingBox(double threshold) {
    requireThreshold(threshold);
    Rectangle box = new Rectangle(0, 0, -1, -1);
    for (int y = 0, at = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++, at++) {
        if (shares[at] > threshold) {
          box.add(new Rectangle(x, y, 1, 1));
        }
      }
    }
    return box.isEmpty() ? Optional.empty() : Optional.of(box);
  }

  /** Returns a selection of what this or another of the same size has: the larger share counts. */
  public Selection or(Selection other) {
    requireSameSize(other);
    float[] larger = new float[shares.length];
    for (int i = 0; i < larger.length; i++) {
      larger[i] = Math.max(shares[i], other.shares[i]);
    }
    return new Selection(size, larger);
  }

  /** Returns a selection of what this has more of than another of the same size, by how much. */
  public Selection without(Selection other) {
    requireSameSize(other);
    float[] left = new float[shares.length];
    for (int i = 0; i < left.length; i++) {
      left[i] = Math.max(0, shares[i] - other.shares[i]);
    }
    return new Selection(size, left);
  }

  /** Returns the levels as a grey picture. */
  public BufferedImage toImage() {
    return Pixels.wrap(size.width(), size.height(), 1, levels()).toImage();
  }

  private void requireSameSize(Selection other) {
    if (!size.equals(other.size)) {
      throw new IllegalArgumentException(
          "Both selections must be of one picture, but this one is %s and the other %s."
              .formatted(size, other.size));
    }
  }

  private static void requireThreshold(double threshold) {
    if (!(threshold >= 0 && threshold < 1)) {
      throw new IllegalArgumentException(
          "threshold must be in [0, 1), but got: " + threshold + ".");
    }
  }

  @Override
  public String toString() {
    return "Selection[%s, %.1f%% above 0.5]".formatted(size, 100 * coverage(0.5));
  }
}
