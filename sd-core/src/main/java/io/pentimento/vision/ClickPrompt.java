package io.pentimento.vision;

import io.pentimento.image.ImageSize;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is asked of {@link PictureEmbedding}: clicks on what is sought or beside it, a box around
 * it, or both, in pixels of the picture. Immutable.
 *
 * <pre>{@code
 * ClickPrompt face = ClickPrompt.at(120, 80).exclude(120, 140);
 * }</pre>
 *
 * @param points the clicks, in order
 * @param box a box around what is sought
 * @param earlier a candidate that is to be refined
 */
public record ClickPrompt(
    List<Point> points, Optional<Rectangle> box, Optional<SegmentCandidate> earlier) {
  /**
   * A click.
   *
   * @param x column of the pixel
   * @param y row of the pixel
   * @param include whether it is on what is sought, or beside it
   */
  public record Point(int x, int y, boolean include) {}

  /** Checks that something is asked. */
  public ClickPrompt {
    points = List.copyOf(points);
    box = box.map(Rectangle::new);
    if (points.isEmpty() && box.isEmpty()) {
      throw new IllegalArgumentException("There must be a click or a box, but there is neither.");
    }
    if (box.isPresent() && (box.get().width < 1 || box.get().height < 1)) {
      throw new IllegalArgumentException(
          "A box must be at least 1 pixel wide and high, but got: %dx%d."
              .formatted(box.get().width, box.get().height));
    }
  }

  /** Returns the box around what is sought. */
  @Override
  public Optional<Rectangle> box() {
    return box.map(Rectangle::new);
  }

  /** Clicks on what is sought. */
  public static ClickPrompt at(int x, int y) {
    return new ClickPrompt(List.of(new Point(x, y, true)), Optional.empty(), Optional.empty());
  }

  /** Draws a box around what is sought. */
  public static ClickPrompt box(Rectangle box) {
    return new ClickPrompt(List.of(), Optional.of(box), Optional.empty());
  }

  /** Also clicks on what is sought. */
  public ClickPrompt include(int x, int y) {
    return with(new Point(x, y, true));
  }

  /** Also clicks on what is not meant. */
  public ClickPrompt exclude(int x, int y) {
    return with(new Point(x, y, false));
  }

  /** Also draws a box, in place of one that was drawn before. */
  public ClickPrompt within(Rectangle around) {
    return new ClickPrompt(points, Optional.of(around), earlier);
  }

  /** Refines what was found before in the same picture. */
  public ClickPrompt refining(SegmentCandidate candidate) {
    return new ClickPrompt(points, box, Optional.of(candidate));
  }

  private ClickPrompt with(Point point) {
    List<Point> more = new ArrayList<>(points);
    more.add(point);
    return new ClickPrompt(more, box, earlier);
  }

  /** Tells whether it is one click and nothing else, which may mean a thing or a part of it. */
  boolean isAmbiguous() {
    return points.size() == 1 && box.isEmpty() && earlier.isEmpty();
  }

  /** Refuses clicks outside of a picture, and boxes that reach beyond it. */
  void check(ImageSize picture) {
    for (Point point : points) {
      boolean inside =
          point.x >= 0 && point.y >= 0 && point.x < picture.width() && point.y < picture.height();
      if (!inside) {
        throw new IllegalArgumentException(
            "A click must be in the picture, which is %s, but got: (%d, %d)."
                .formatted(picture, point.x, point.y));
      }
    }
    Rectangle whole = new Rectangle(picture.width(), picture.height());
    if (box.isPresent() && !whole.contains(box.get())) {
      Rectangle got = box.get();
      throw new IllegalArgumentException(
          "A box must be in the picture, which is %s, but got: %dx%d at (%d, %d)."
              .formatted(picture, got.width, got.height, got.x, got.y));
    }
  }
}
