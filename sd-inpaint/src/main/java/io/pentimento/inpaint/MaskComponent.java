package io.pentimento.inpaint;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One connected part of a mask: pixels above 0 that hang together. {@link Mask#components} finds
 * them.
 */
public final class MaskComponent {
  private final ConnectedParts parts;
  private final int label;
  private final Rectangle box;
  private final int area;

  MaskComponent(ConnectedParts parts, int label, Rectangle box, int area) {
    this.parts = parts;
    this.label = label;
    this.box = box;
    this.area = area;
  }

  /** Returns the parts of a mask, largest first, those of the same area in reading order. */
  static List<MaskComponent> allOf(Mask mask, Neighbours neighbours) {
    List<MaskComponent> found = find(mask.parts(neighbours), mask);
    found.sort(Comparator.comparingInt(MaskComponent::area).reversed());
    return List.copyOf(found);
  }

  /** Returns a mask without those parts that have fewer pixels than an area. */
  static byte[] withoutSpecks(Mask mask, int area, Neighbours neighbours) {
    ConnectedParts parts = mask.parts(neighbours);
    List<MaskComponent> found = find(parts, mask);
    boolean[] chosen = new boolean[found.size() + 1];
    for (MaskComponent part : found) {
      chosen[part.label] = part.area >= area;
    }
    return parts.levelsOf(chosen);
  }

  private static List<MaskComponent> find(ConnectedParts parts, Mask mask) {
    List<MaskComponent> found = new ArrayList<>();
    int pixels = mask.size().width() * mask.size().height();
    for (int at = 0; at < pixels; at++) {
      if (parts.isFree(at)) {
        found.add(parts.fill(at));
      }
    }
    return found;
  }

  /** Returns the smallest rectangle that holds this part. */
  public Rectangle boundingBox() {
    return new Rectangle(box);
  }

  /**
   * Returns the number of pixels of this part, at least 1, each counted once whatever its level.
   */
  public int area() {
    return area;
  }

  /** Returns this part alone, of the size and with the levels of the mask it was found in. */
  public Mask mask() {
    return parts.mask(label, box);
  }

  @Override
  public String toString() {
    return "MaskComponent[%d pixels in %dx%d at (%d, %d)]"
        .formatted(area, box.width, box.height, box.x, box.y);
  }
}
