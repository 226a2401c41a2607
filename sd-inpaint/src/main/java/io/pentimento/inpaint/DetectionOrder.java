package io.pentimento.inpaint;

import io.pentimento.image.ImageSize;
import io.pentimento.vision.Detection;
import io.pentimento.vision.DetectionBox;
import java.util.Comparator;
import java.util.List;

/** In what order the things that were found are repainted, and so get their prompts. */
public enum DetectionOrder {
  /** As the detector gives them: usually the surest first. */
  AS_FOUND {
    @Override
    double place(DetectionBox box, ImageSize picture) {
      return 0;
    }
  },
  /** By their left edges. */
  LEFT_TO_RIGHT {
    @Override
    double place(DetectionBox box, ImageSize picture) {
      return box.left();
    }
  },
  /** By how far their centres are from the picture's. */
  CENTRE_TO_EDGE {
    @Override
    double place(DetectionBox box, ImageSize picture) {
      return Math.hypot(
          (box.left() + box.right() - picture.width()) / 2,
          (box.top() + box.bottom() - picture.height()) / 2);
    }
  },
  /** The largest first. */
  BY_AREA {
    @Override
    double place(DetectionBox box, ImageSize picture) {
      return -box.area();
    }
  };

  /** Returns a number that is smaller for what comes first. */
  abstract double place(DetectionBox box, ImageSize picture);

  /** Sorts; what comes out even stays in order. */
  List<Detection> sort(List<Detection> found, ImageSize picture) {
    return found.stream()
        .sorted(Comparator.comparingDouble(one -> place(one.box(), picture)))
        .toList();
  }
}
