package io.pentimento.inpaint;

/**
 * The discrete Fourier transform of a fixed length, in place and unscaled: {@code X[k] = sum of
 * x[j] exp(-2 pi i j k / n)}. Lengths of small prime factors are split by them (Cooley and Tukey),
 * others become a convolution whose length is a power of two (Bluestein). The inverse is this with
 * real and imaginary parts swapped.
 *
 * <p>An object keeps working memory: it is for one thread.
 */
abstract class Fourier {
  private static final int LARGEST_FACTOR = 13;

  private Fourier() {}

  /** Prepares the transform of a length of at least 1. */
  static Fourier ofLength(int length) {
    int rest = length;
    for (int factor = 2; factor <= LARGEST_FACTOR; factor++) {
      while (rest % factor == 0) {
        rest /= factor;
      }
    }
    return rest == 1 ? new MixedRadix(length) : new Chirp(length);
  }

  /** Transforms the numbers {@code re[j] + i im[j]}. */
  abstract void transform(double[] re, double[] im);

  /** Splits a length by its smallest factor, again and again. */
  private static final class MixedRadix extends Fourier {
    private final int length;
    private final double[] cos;
    private final double[] sin;
    private final double[] inRe;
    private final double[] inIm;
    private final double[] partRe = new double[LARGEST_FACTOR];
    private final double[] partIm = new double[LARGEST_FACTOR];

    MixedRadix(int length) {
      this.length = length;
      cos = new double[length];
      sin = new double[length];
      for (int i = 0; i < length; i++) {
        cos[i] = Math.cos(2 * Math.PI * i / length);
        sin[i] = -Math.sin(2 * Math.PI * i / length);
      }
      inRe = new double[length];
      inIm = new double[length];
    }

    @Override
    void transform(double[] re, double[] im) {
      System.arraycopy(re, 0, inRe, 0, length);
      System.arraycopy(im, 0, inIm, 0, length);
      split(length, 0, 1, re, im, 0);
    }

    /** Transforms n inputs, {@code stride} apart, to n outputs side by side. */
    private void split(int n, int from, int stride, double[] re, double[] im, int to) {
      if (n == 1) {
        re[to] = inRe[from];
        im[to] = inIm[from];
        return;
      }
      int factor = smallestFactor(n);
      int part = n / factor;
      for (int r = 0; r < factor; r++) {
        split(part, from + r * stride, stride * factor, re, im, to + r * part);
      }
      for (int k = 0; k < part; k++) {
        for (int r = 0; r < factor; r++) {
          int at = to + r * part + k;
          int turn = r * k * stride;
          partRe[r] = re[at] * cos[turn] - im[at] * sin[turn];
          partIm[r] = re[at] * sin[turn] + im[at] * cos[turn];
        }
        join(factor, part, to + k, re, im);
      }
    }

    /** The short transform of one number of each part. */
    private void join(int factor, int part, int to, double[] re, double[] im) {
      int step = length / factor;
      for (int q = 0; q < factor; q++) {
        double sumRe = partRe[0];
        double sumIm = partIm[0];
        for (int r = 1; r < factor; r++) {
          int turn = r * q % factor * step;
          sumRe += partRe[r] * cos[turn] - partIm[r] * sin[turn];
          sumIm += partRe[r] * sin[turn] + partIm[r] * cos[turn];
        }
        re[to + q * part] = sumRe;
        im[to + q * part] = sumIm;
      }
    }

    private static int smallestFactor(int n) {
      int factor = 2;
      while (n % factor != 0) {
        factor++;
      }
      return factor;
    }
  }

  /** Bluestein: {@code j k = (j^2 + k^2 - (k - j)^2) / 2} makes the sum a convolution. */
  private static final class Chirp extends Fourier {
    private final int length;
    private final Fourier inner;
    private final double[] cos;
    private final double[] sin;
    private final double[] kernelRe;
    private final double[] kernelIm;

    Chirp(int length) {
      this.length = length;
      int padded = Integer.highestOneBit(2 * length - 1) * 2;
      inner = new MixedRadix(padded);
      cos = new double[length];
      sin = new double[length];
      kernelRe = new double[padded];
      kernelIm = new double[padded];
      for (int i = 0; i < length; i++) {
        double angle = Math.PI * ((long) i * i % (2L * length)) / length;
        cos[i] = Math.cos(angle);
        sin[i] = Math.sin(angle);
        int mirrored = (padded - i) % padded;
        kernelRe[i] = cos[i];
        kernelIm[i] = sin[i];
        kernelRe[mirrored] = cos[i];
        kernelIm[mirrored] = sin[i];
      }
      inner.transform(kernelRe, kernelIm);
    }

    @Override
    void transform(double[] re, double[] im) {
      int padded = kernelRe.length;
      double[] re2 = new double[padded];
      double[] im2 = new double[padded];
      for (int i = 0; i < length; i++) {
        re2[i] = re[i] * cos[i] + im[i] * sin[i];
        im2[i] = im[i] * cos[i] - re[i] * sin[i];
      }
      inner.transform(re2, im2);
      for (int i = 0; i < padded; i++) {
        double product = re2[i] * kernelRe[i] - im2[i] * kernelIm[i];
        im2[i] = re2[i] * kernelIm[i] + im2[i] * kernelRe[i];
        re2[i] = product;
      }
      inner.transform(im2, re2);
      for (int i = 0; i < length; i++) {
        double real = re2[i] / padded;
        double imaginary = im2[i] / padded;
        re[i] = real * cos[i] + imaginary * sin[i];
        im[i] = imaginary * cos[i] - real * sin[i];
      }
    }
  }
}
