package io.pentimento.control;

import io.pentimento.image.Pixels;
import java.util.function.IntPredicate;

/** Makes pictures of white and black. */
final class BlackAndWhite {
  private BlackAndWhite() {}

  /** Returns white where the darkest channel, 0 to 255, passes a test. */
  static Pixels of(Pixels picture, IntPredicate white) {
    byte[] samples = picture.rgb().samples();
    byte[] result = new byte[samples.length];
    for (int i = 0; i < samples.length; i += 3) {
      int darkest =
          Math.min(samples[i] & 0xff, Math.min(samples[i + 1] & 0xff, samples[i + 2] & 0xff));
      byte value = (byte) (white.test(darkest) ? 255 : 0);
      result[i] = value;
      result[i + 1] = value;
      result[i + 2] = value;
    }
    return Pixels.wrap(picture.width(), picture.height(), 3, result);
  }
}
