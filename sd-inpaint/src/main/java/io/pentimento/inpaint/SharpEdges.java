package io.pentimento.inpaint;

import io.pentimento.vision.ClickPrompt;
import io.pentimento.vision.PictureEmbedding;
import io.pentimento.vision.SegmentAnything;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Draws the edges of a soft mask anew, part by part.
 *
 * @param sam what finds edges
 * @param level the least level that counts, 1 to 255
 */
record SharpEdges(SegmentAnything sam, int level) {
  /** Parts of less of the picture are passed over. */
  private static final double LEAST = 0.001;

  private static final double GROWTH = 0.05;
  private static final double EDGE = 0.5;

  /** Returns the least level that is above a threshold in [0, 1). */
  static int level(double threshold) {
    if (!(threshold >= 0 && threshold < 1)) {
      throw new IllegalArgumentException(
          "threshold must be in [0, 1), but got: " + threshold + ".");
    }
    return (int) (threshold * 255) + 1;
  }

  Mask around(BufferedImage picture, Mask soft) {
    double area = (double) soft.size().width() * soft.size().height();
    List<MaskComponent> parts =
        soft.threshold(level).components(Neighbours.EIGHT).stream()
            .filter(part -> part.area() >= LEAST * area)
            .toList();
    if (parts.isEmpty()) {
      return Mask.none(soft.size());
    }
    PictureEmbedding embedding = sam.embed(picture);
    Mask all = Mask.none(soft.size());
    for (MaskComponent part : parts) {
      Point surest = surest(soft.intersect(part.mask()), part.boundingBox());
      Rectangle box = grown(part.boundingBox(), soft);
      ClickPrompt prompt = ClickPrompt.at(surest.x, surest.y).within(box);
      all = all.union(Mask.above(embedding.best(prompt).selection(), EDGE));
    }
    return all;
  }

  private static Point surest(Mask part, Rectangle box) {
    Point best = box.getLocation();
    for (int y = box.y; y < box.y + box.height; y++) {
      for (int x = box.x; x < box.x + box.width; x++) {
        if (part.level(x, y) > part.level(best.x, best.y)) {
          best = new Point(x, y);
        }
      }
    }
    return best;
  }

  private static Rectangle grown(Rectangle box, Mask mask) {
    Rectangle wide = new Rectangle(box);
    wide.grow((int) Math.ceil(GROWTH * box.width), (int) Math.ceil(GROWTH * box.height));
    return wide.intersection(new Rectangle(mask.size().width(), mask.size().height()));
  }
}
