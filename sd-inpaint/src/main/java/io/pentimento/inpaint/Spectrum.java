package io.pentimento.inpaint;

/**
 * The Fourier transform of one channel of a picture, scaled so that the inverse has the same scale.
 * Its zero frequency lies in the middle; where a side is odd, one behind it, since the WebUI takes
 * numpy's "ifftshift" for this.
 *
 * @param rows the rows
 * @param columns the columns
 * @param re the real parts, row by row
 * @param im the imaginary parts
 */
record Spectrum(int rows, int columns, double[] re, double[] im) {
  /** Returns the spectrum of a channel, row by row. */
  static Spectrum of(double[] channel, int rows, int columns) {
    double[] re = rolled(channel, rows, columns, rows / 2, columns / 2);
    double[] im = new double[re.length];
    transform(re, im, rows, columns);
    return new Spectrum(
        rows,
        columns,
        rolled(re, rows, columns, -(rows / 2), -(columns / 2)),
        rolled(im, rows, columns, -(rows / 2), -(columns / 2)));
  }

  /** Returns the real part of the channel that has this spectrum, row by row. */
  double[] inverse() {
    double[] shiftedRe = rolled(re, rows, columns, rows / 2, columns / 2);
    double[] shiftedIm = rolled(im, rows, columns, rows / 2, columns / 2);
    // Swapped, the transform is its own inverse.
    transform(shiftedIm, shiftedRe, rows, columns);
    return rolled(shiftedRe, rows, columns, -(rows / 2), -(columns / 2));
  }

  /** Moves what is in each row and column, round the edges. */
  private static double[] rolled(double[] values, int rows, int columns, int down, int right) {
    double[] result = new double[values.length];
    for (int y = 0; y < rows; y++) {
      int to = Math.floorMod(y + down, rows) * columns;
      for (int x = 0; x < columns; x++) {
        result[to + Math.floorMod(x + right, columns)] = values[y * columns + x];
      }
    }
    return result;
  }

  private static void transform(double[] re, double[] im, int rows, int columns) {
    lines(re, im, rows, columns, columns, 1);
    lines(re, im, columns, rows, 1, columns);
    double scale = 1 / Math.sqrt((double) rows * columns);
    for (int i = 0; i < re.length; i++) {
      re[i] *= scale;
      im[i] *= scale;
    }
  }

  /** Transforms lines of a length that begin and go on a number of places apart. */
  private static void lines(
      double[] re, double[] im, int count, int length, int lineStride, int stride) {
    Fourier fourier = Fourier.ofLength(length);
    double[] lineRe = new double[length];
    double[] lineIm = new double[length];
    for (int line = 0; line < count; line++) {
      for (int i = 0, at = line * lineStride; i < length; i++, at += stride) {
        lineRe[i] = re[at];
        lineIm[i] = im[at];
      }
      fourier.transform(lineRe, lineIm);
      for (int i = 0, at = line * lineStride; i < length; i++, at += stride) {
        re[at] = lineRe[i];
        im[at] = lineIm[i];
      }
    }
  }
}
