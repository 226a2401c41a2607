package io.pentimento.vision;

import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.image.Resampling;
import io.pentimento.model.YoloPrediction;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;

/**
 * The outline of one thing: a weighted sum of prototypes, positive inside, cut to the thing's box
 * (Bolya et al. 2019, "YOLACT", section 3).
 */
final class InstanceMask {
  private static final byte WHITE = (byte) 255;

  private InstanceMask() {}

  /** Returns the mask in the picture that was searched. */
  static BufferedImage inSource(
      YoloPrediction prediction,
      YoloPrediction.Prototypes prototypes,
      Candidate thing,
      Letterbox letterbox) {
    Pixels seen = inSeen(prediction, prototypes, thing, letterbox.size());
    Pixels content = seen.crop(new Rectangle(letterbox.content()));
    ImageSize source = letterbox.source();
    return Resampling.BICUBIC.resize(content, source.width(), source.height()).toImage();
  }

  /** Returns the mask in what the network sees, 0 or 255. */
  static Pixels inSeen(
      YoloPrediction prediction,
      YoloPrediction.Prototypes prototypes,
      Candidate thing,
      ImageSize size) {
    float[] coarse = weighted(prediction, prototypes, thing.cell());
    Pixels mask = Pixels.blank(size.width(), size.height(), 1);
    DetectionBox box = thing.box();
    int left = (int) Math.max(0, Math.ceil(box.left()));
    int right = (int) Math.min(size.width(), Math.ceil(box.right()));
    int bottom = (int) Math.min(size.height(), Math.ceil(box.bottom()));
    double across = (double) prototypes.width() / size.width();
    double down = (double) prototypes.height() / size.height();
    for (int y = (int) Math.max(0, Math.ceil(box.top())); y < bottom; y++) {
      double row = Math.max(0, (y + 0.5) * down - 0.5);
      for (int x = left; x < right; x++) {
        double column = Math.max(0, (x + 0.5) * across - 0.5);
        if (between(coarse, prototypes, row, column) > 0) {
          mask.samples()[y * size.width() + x] = WHITE;
        }
      }
    }
    return mask;
  }

  private static float[] weighted(
      YoloPrediction prediction, YoloPrediction.Prototypes prototypes, int cell) {
    int area = prototypes.height() * prototypes.width();
    float[] sum = new float[area];
    for (int i = 0; i < prototypes.count(); i++) {
      float weight = prediction.value(YoloPrediction.BOX + prediction.classes() + i, cell);
      for (int at = 0; at < area; at++) {
        sum[at] += weight * prototypes.values()[i * area + at];
      }
    }
    return sum;
  }

  /** Returns what lies between the four nearest values. */
  private static double between(
      float[] values, YoloPrediction.Prototypes size, double row, double column) {
    int top = (int) row;
    int left = (int) column;
    int bottom = Math.min(top + 1, size.height() - 1);
    int right = Math.min(left + 1, size.width() - 1);
    double down = row - top;
    double across = column - left;
    double upper =
        mix(values[top * size.width() + left], values[top * size.width() + right], across);
    double lower =
        mix(values[bottom * size.width() + left], values[bottom * size.width() + right], across);
    return mix(upper, lower, down);
  }

  private static double mix(double first, double second, double share) {
    return first + (second - first) * share;
  }
}
