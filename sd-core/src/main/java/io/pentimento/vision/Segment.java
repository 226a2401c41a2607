package io.pentimento.vision;

import io.pentimento.image.ImageSize;
import java.awt.Rectangle;
import java.awt.geom.Point2D;
import java.util.BitSet;

/** One thing that was found in a picture without being asked for. Immutable. */
public final class Segment {
  private final ImageSize size;
  private final BitSet pixels;
  private final Rectangle box;
  private final double score;
  private final double stability;
  private final Point2D.Double point;

  /**
   * Keeps what is needed of a candidate.
   *
   * @param box of what is inside, which is something
   * @param point where it was asked for
   */
  Segment(SegmentCandidate candidate, Rectangle box, Point2D.Double point) {
    byte[] levels = candidate.selection().hardLevels(SegmentGrid.EDGE);
    this.size = candidate.selection().size();
    this.pixels = new BitSet(levels.length);
    for (int i = 0; i < levels.length; i++) {
      pixels.set(i, levels[i] != 0);
    }
    this.box = new Rectangle(box);
    this.score = candidate.score();
    this.stability = candidate.stability();
    this.point = point;
  }

  /** Returns its pixels, each fully selected or not at all. */
  public Selection selection() {
    float[] shares = new float[size.width() * size.height()];
    for (int i = pixels.nextSetBit(0); i >= 0; i = pixels.nextSetBit(i + 1)) {
      shares[i] = 1;
    }
    return new Selection(size, shares);
  }

  /** Returns the smallest rectangle that holds it. */
  public Rectangle boundingBox() {
    return new Rectangle(box);
  }

  /** Returns the number of its pixels, at least 1. */
  public int area() {
    return pixels.cardinality();
  }

  /** Returns its predicted overlap with a thing, as {@link SegmentCandidate#score}. */
  public double score() {
    return score;
  }

  /**
   * Returns how little a stricter threshold would change, as {@link SegmentCandidate#stability}.
   */
  public double stability() {
    return stability;
  }

  /** Returns the place at which it was found, in columns and rows of the picture. */
  public Point2D point() {
    return new Point2D.Double(point.x, point.y);
  }

  @Override
  public String toString() {
    return "Segment[%d pixels in %dx%d at (%d, %d), score %.3f]"
        .formatted(area(), box.width, box.height, box.x, box.y, score);
  }
}
