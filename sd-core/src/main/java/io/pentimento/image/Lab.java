package io.pentimento.image;

/**
 * CIE L*a*b* in 8 bits as OpenCV has it, bit for bit: L from 0 to 100 takes all of 0 to 255, a and
 * b lie around 128. White is D65, RGB is sRGB.
 *
 * <p>OpenCV computes with whole numbers. On the way to Lab, light is in units of 1/2040 and the
 * cube root of CIE's formula in 2^-15; on the way back both are in 2^-14.
 */
final class Lab {
  private static final double[] WHITE = {0.950456, 1, 1.088754};
  private static final double[] TO_XYZ = {
    0.412453, 0.357580, 0.180423, 0.212671, 0.715160, 0.072169, 0.019334, 0.119193, 0.950227
  };
  private static final double[] TO_RGB = {
    3.240479, -1.53715, -0.498535, -0.969256, 1.875991, 0.041556, 0.055648, -0.204043, 1.057311
  };

  private static final int LIGHT = 255 * 8;
  private static final int WEIGHT_BITS = 12;
  private static final int ROOT_BITS = 15;
  private static final int NEUTRAL = 128 << ROOT_BITS;

  /** L is 116 times the root, less 16, here in 255ths. */
  private static final int LIGHTNESS = (116 * 255 + 50) / 100;

  private static final int LIGHTNESS_OFFSET = (16 * 255 * (1 << ROOT_BITS) + 50) / 100;

  private static final int BACK_BITS = 14;
  private static final int BACK = 1 << BACK_BITS;
  private static final int LEVEL_BITS = 12;

  /** Up to here the root is linear: 6/29. */
  private static final int LINEAR_ROOT = 3390;

  private static final int LINEAR_LIGHTNESS = 20;

  private static final int[] LIGHT_OF_LEVEL = lightOfLevel();
  private static final int[] ROOT_OF_LIGHT = rootOfLight();
  private static final int[] LEVEL_OF_LIGHT = levelOfLight();
  private static final int[] XYZ_WEIGHTS = weights(TO_XYZ, /* whiteByRow= */ true);
  private static final int[] RGB_WEIGHTS = weights(TO_RGB, /* whiteByRow= */ false);

  private Lab() {}

  /** Returns L, a and b of an RGB picture as its three channels. */
  static Pixels fromRgb(Pixels rgb) {
    byte[] from = rgb.samples();
    byte[] to = new byte[from.length];
    for (int i = 0; i < from.length; i += 3) {
      int x = root(from, i, 0);
      int y = root(from, i, 3);
      int z = root(from, i, 6);
      to[i] = level(LIGHTNESS, y, 0, -LIGHTNESS_OFFSET);
      to[i + 1] = level(500, x, y, NEUTRAL);
      to[i + 2] = level(200, y, z, NEUTRAL);
    }
    return Pixels.wrap(rgb.width(), rgb.height(), 3, to);
  }

  private static byte level(int factor, int root, int less, int offset) {
    int level = descale(factor * (root - less) + offset, ROOT_BITS);
    return (byte) Math.max(0, Math.min(255, level));
  }

  /** Returns the root of X, Y or Z relative to white, by where its weights begin. */
  private static int root(byte[] rgb, int at, int weights) {
    int sum = 0;
    for (int c = 0; c < 3; c++) {
      sum += LIGHT_OF_LEVEL[rgb[at + c] & 0xff] * XYZ_WEIGHTS[weights + c];
    }
    return ROOT_OF_LIGHT[descale(sum, WEIGHT_BITS)];
  }

  /** Returns the RGB picture of the L, a and b that three channels hold. */
  static Pixels toRgb(Pixels lab) {
    byte[] from = lab.samples();
    byte[] to = new byte[from.length];
    for (int i = 0; i < from.length; i += 3) {
      int l = from[i] & 0xff;
      int rootY = rootOfLightness(l);
      // 53687 / 2^13 * 5 is 2^14 / 500, 41943 / 2^9 is 2^14 / 200.
      int a = ((5 * (from[i + 1] & 0xff) * 53687 + (1 << 7)) >> 13) - 128 * BACK / 500;
      int b = (((from[i + 2] & 0xff) * 41943 + (1 << 4)) >> 9) - 128 * BACK / 200 + 1;
      int x = lightOfRoot(rootY + a);
      int y = lightOfLightness(l);
      int z = lightOfRoot(rootY - b);
      for (int c = 0; c < 3; c++) {
        int sum = RGB_WEIGHTS[3 * c] * x + RGB_WEIGHTS[3 * c + 1] * y + RGB_WEIGHTS[3 * c + 2] * z;
        int light = descale(sum, WEIGHT_BITS + BACK_BITS - LEVEL_BITS);
        to[i + c] = (byte) LEVEL_OF_LIGHT[Math.max(0, Math.min(LEVEL_OF_LIGHT.length - 1, light))];
      }
    }
    return Pixels.wrap(lab.width(), lab.height(), 3, to);
  }

  private static int rootOfLightness(int l) {
    return (int)
        Math.rint(
            l <= LINEAR_LIGHTNESS
                ? BACK * (16 / 116.0 + l * 5 / (3.0 * 17 * 29))
                : exactRootOfLightness(l));
  }

  private static double exactRootOfLightness(int l) {
    return l * 100.0 * BACK / (255 * 116) + 16.0 * BACK / 116;
  }

  private static int lightOfLightness(int l) {
    if (l <= LINEAR_LIGHTNESS) {
      return (int) Math.rint(l * 180.0 * BACK / (17.0 * 29 * 29 * 29));
    }
    double root = exactRootOfLightness(l);
    return (int) Math.rint(root * root * root / ((double) BACK * BACK));
  }

  private static int lightOfRoot(int root) {
    return root <= LINEAR_ROOT
        ? root * 108 / 841 - BACK * 16 / 116 * 108 / 841
        : root * root / BACK * root / BACK;
  }

  private static int descale(int value, int bits) {
    return (value + (1 << (bits - 1))) >> bits;
  }

  private static int[] lightOfLevel() {
    int[] lights = new int[256];
    for (int i = 0; i < lights.length; i++) {
      double v = i / 255.0;
      double light = v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
      lights[i] = (int) Math.rint(LIGHT * light);
    }
    return lights;
  }

  /** Rounded weights can bring white above 1, so the table goes on to 1.5. */
  private static int[] rootOfLight() {
    int[] roots = new int[LIGHT * 3 / 2];
    for (int i = 0; i < roots.length; i++) {
      double light = i / (double) LIGHT;
      double root = light < 0.008856 ? light * 7.787 + 16 / 116.0 : Math.cbrt(light);
      roots[i] = (int) Math.rint((1 << ROOT_BITS) * root);
    }
    return roots;
  }

  private static int[] levelOfLight() {
    int[] levels = new int[1 << LEVEL_BITS];
    for (int i = 0; i < levels.length; i++) {
      double light = i / (double) levels.length;
      double v = light <= 0.0031308 ? 12.92 * light : 1.055 * Math.pow(light, 1 / 2.4) - 0.055;
      levels[i] = (int) Math.rint(255 * v);
    }
    return levels;
  }

  private static int[] weights(double[] matrix, boolean whiteByRow) {
    int[] weights = new int[9];
    for (int i = 0; i < 9; i++) {
      double weight = whiteByRow ? matrix[i] / WHITE[i / 3] : matrix[i] * WHITE[i % 3];
      weights[i] = (int) Math.rint((1 << WEIGHT_BITS) * weight);
    }
    return weights;
  }
}
