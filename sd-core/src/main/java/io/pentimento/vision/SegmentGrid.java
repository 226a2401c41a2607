package io.pentimento.vision;

import java.awt.Rectangle;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds all things in a picture by asking at each point of a grid (Kirillov et al. 2023, B). */
record SegmentGrid(PictureEmbedding picture, SegmentSearch search) {
  /** Above it a pixel is inside. */
  static final double EDGE = 0.5;

  List<Segment> find() {
    int side = search.pointsPerSide();
    List<Segment> found = new ArrayList<>();
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        double x = (column + 0.5) / side * picture.size().width();
        double y = (row + 0.5) / side * picture.size().height();
        addSure(found, new Point2D.Double(x, y));
      }
    }
    found.sort(Comparator.comparingDouble(Segment::score).reversed());
    return once(found);
  }

  private void addSure(List<Segment> found, Point2D.Double point) {
    for (SegmentCandidate candidate : picture.at(point.x, point.y, search.leastScore())) {
      Optional<Rectangle> box = candidate.selection().boundingBox(EDGE);
      if (box.isPresent() && candidate.stability() >= search.leastStability()) {
        found.add(new Segment(candidate, box.get(), point));
      }
    }
  }

  /** Of things whose boxes overlap much the surest stays. */
  private List<Segment> once(List<Segment> sorted) {
    List<Segment> kept = new ArrayList<>();
    for (Segment one : sorted) {
      boolean known =
          kept.stream()
              .anyMatch(
                  other -> overlap(one.boundingBox(), other.boundingBox()) > search.mostOverlap());
      if (!known) {
        kept.add(one);
      }
    }
    return List.copyOf(kept);
  }

  /** Intersection over union, between the centres of the outermost pixels as in the reference. */
  static double overlap(Rectangle one, Rectangle other) {
    double width =
        Math.min(one.getMaxX(), other.getMaxX()) - Math.max(one.getX(), other.getX()) - 1;
    double height =
        Math.min(one.getMaxY(), other.getMaxY()) - Math.max(one.getY(), other.getY()) - 1;
    double shared = Math.max(0, width) * Math.max(0, height);
    double all = area(one) + area(other) - shared;
    return all > 0 ? shared / all : 0;
  }

  private static double area(Rectangle box) {
    return (box.getWidth() - 1) * (box.getHeight() - 1);
  }
}
