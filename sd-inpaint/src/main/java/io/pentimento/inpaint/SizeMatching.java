package io.pentimento.inpaint;

import io.pentimento.image.ImageSize;
import io.pentimento.vision.DetectionBox;
import java.util.Comparator;
import java.util.List;

/** Whether the size that the model works at gets the shape of what is repainted. */
public enum SizeMatching {
  /** No: it is the same for all. */
  OFF {
    @Override
    ImageSize of(ImageSize size, DetectionBox box) {
      return size;
    }
  },
  /** It becomes the nearest in shape of the sizes that SDXL was trained at. */
  SDXL {
    @Override
    ImageSize of(ImageSize size, DetectionBox box) {
      double shape = box.width() / box.height();
      return SDXL_SIZES.stream()
          .filter(one -> one.width() >= box.width() && one.height() >= box.height())
          .filter(one -> one.width() >= size.width() || one.height() >= size.height())
          .min(
              Comparator.comparingDouble(
                  one -> Math.abs((double) one.width() / one.height() - shape)))
          .orElse(size);
    }
  },
  /** The longer side stays as long, and the other gets the box's shape, a multiple of 8. */
  FREE {
    @Override
    ImageSize of(ImageSize size, DetectionBox box) {
      int longer = Math.max(size.width(), size.height());
      double shape = box.width() / box.height();
      return shape > 1
          ? new ImageSize(roundUp(longer), roundUp((int) (longer / shape)))
          : new ImageSize(roundUp((int) (longer * shape)), roundUp(longer));
    }
  };

  private static final List<ImageSize> SDXL_SIZES =
      List.of(
          new ImageSize(1024, 1024),
          new ImageSize(1152, 896),
          new ImageSize(896, 1152),
          new ImageSize(1216, 832),
          new ImageSize(832, 1216),
          new ImageSize(1344, 768),
          new ImageSize(768, 1344),
          new ImageSize(1536, 640),
          new ImageSize(640, 1536));

  /**
   * Returns the size that the model works at.
   *
   * @param size what it would be without this
   * @param box what is repainted, not empty
   */
  abstract ImageSize of(ImageSize size, DetectionBox box);

  private static int roundUp(int length) {
    return Math.max(8, (length + 7) / 8 * 8);
  }
}
