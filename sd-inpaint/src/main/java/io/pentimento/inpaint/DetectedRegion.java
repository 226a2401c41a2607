package io.pentimento.inpaint;

import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.vision.Detection;
import io.pentimento.vision.DetectionBox;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

/**
 * Something to repaint.
 *
 * @param mask where it is, in the picture
 * @param box around it
 */
record DetectedRegion(Mask mask, DetectionBox box) {
  /** Prepares what was found; what is left with an empty mask is dropped. */
  static List<DetectedRegion> of(
      List<Detection> chosen, DetectionMasks preparation, ImageSize picture) {
    List<Mask> masks = chosen.stream().map(one -> mask(one, picture)).toList();
    List<DetectedRegion> regions = new ArrayList<>();
    if (preparation.merge() == MaskMerge.NONE) {
      for (int i = 0; i < masks.size(); i++) {
        DetectionBox box = chosen.get(i).box();
        for (Mask mask : preparation.prepare(List.of(masks.get(i)))) {
          regions.add(new DetectedRegion(mask, box));
        }
      }
    } else {
      preparation.prepare(masks).stream()
          .filter(mask -> !mask.isEmpty())
          .forEach(mask -> regions.add(new DetectedRegion(mask, around(mask))));
    }
    return regions.stream().filter(region -> !region.mask.isEmpty()).toList();
  }

  /** Returns what a detection marks: its mask, or all pixels that its box touches. */
  static Mask mask(Detection detection, ImageSize picture) {
    if (detection.mask().isPresent()) {
      return Mask.of(Pixels.of(detection.mask().get()).grey()).resize(picture);
    }
    DetectionBox box = detection.box();
    int left = (int) Math.max(0, box.left());
    int top = (int) Math.max(0, box.top());
    int right = (int) Math.min(picture.width(), box.right());
    int bottom = (int) Math.min(picture.height(), box.bottom());
    return Mask.rectangle(picture, new Rectangle(left, top, right - left + 1, bottom - top + 1));
  }

  private static DetectionBox around(Mask mask) {
    Rectangle bounds = mask.boundingBox().orElseThrow();
    return new DetectionBox(bounds.x, bounds.y, bounds.getMaxX(), bounds.getMaxY());
  }

  /**
   * Returns how much of it is replaced: less, the larger it is, where the power is above 0.
   *
   * @param strength for what is vanishingly small, in [0, 1]
   */
  static double strength(double strength, double power, DetectionBox box, ImageSize picture) {
    double share = box.area() / ((double) picture.width() * picture.height());
    double scaled = strength * Math.pow(Math.max(0, 1 - share), power);
    return Math.max(0, Math.min(1, scaled));
  }
}
