package io.pentimento.control;

import io.pentimento.image.Pixels;
import java.util.List;

/**
 * Blurs a picture: {@code blur_gaussian}. Equal to OpenCV's function for 8 bits, bit for bit.
 *
 * @param sigma the standard deviation in pixels, in (0, 64]
 */
public record GaussianBlur(double sigma) implements Preprocessor {
  /** Checks the deviation. */
  public GaussianBlur {
    GaussianFilter.check(sigma);
  }

  @Override
  public Pixels apply(Pixels picture) {
    float[] sums = GaussianFilter.blur(picture, GaussianFilter.wholeTaps(sigma));
    byte[] samples = new byte[sums.length];
    int square = GaussianFilter.WHOLE * GaussianFilter.WHOLE;
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) (((int) sums[i] + square / 2) / square);
    }
    return Pixels.wrap(picture.width(), picture.height(), picture.channels(), samples);
  }

  @Override
  public List<Double> thresholds() {
    return List.of(sigma);
  }

  @Override
  public Preprocessor withThresholds(List<Double> thresholds) {
    return new GaussianBlur(thresholds.get(0));
  }

  @Override
  public String module() {
    return "blur_gaussian";
  }
}
