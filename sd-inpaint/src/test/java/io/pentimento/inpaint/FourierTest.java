package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class FourierTest {
  private static final double TOLERANCE = 1e-11;

  /** Lengths of small factors, of primes beyond them, and of both. */
  @Property(tries = 200)
  void transform_isTheSumOfItsDefinition(
      @ForAll @IntRange(min = 1, max = 260) int length, @ForAll long seed) {
    double[] re = numbers(length, seed);
    double[] im = numbers(length, seed + 1);
    double[] expectedRe = new double[length];
    double[] expectedIm = new double[length];
    for (int k = 0; k < length; k++) {
      for (int j = 0; j < length; j++) {
        double angle = -2 * Math.PI * ((long) j * k % length) / length;
        expectedRe[k] += re[j] * Math.cos(angle) - im[j] * Math.sin(angle);
        expectedIm[k] += re[j] * Math.sin(angle) + im[j] * Math.cos(angle);
      }
    }

    Fourier.ofLength(length).transform(re, im);

    assertClose(re, expectedRe);
    assertClose(im, expectedIm);
  }

  @Property(tries = 50)
  void spectrum_hasTheChannelAsItsInverse(
      @ForAll @IntRange(min = 1, max = 40) int rows,
      @ForAll @IntRange(min = 1, max = 40) int columns,
      @ForAll long seed) {
    double[] channel = numbers(rows * columns, seed);

    assertClose(Spectrum.of(channel, rows, columns).inverse(), channel);
  }

  @Property(tries = 20)
  void spectrum_hasItsZeroFrequencyInTheMiddleOrBehindIt(
      @ForAll @IntRange(min = 1, max = 9) int rows,
      @ForAll @IntRange(min = 1, max = 9) int columns) {
    double[] flat = new double[rows * columns];
    Arrays.fill(flat, 1);
    double[] expected = new double[flat.length];
    expected[(rows + 1) / 2 % rows * columns + (columns + 1) / 2 % columns] =
        Math.sqrt(flat.length);

    assertClose(Spectrum.of(flat, rows, columns).re(), expected);
  }

  private static double[] numbers(int count, long seed) {
    return new SplittableRandom(seed).doubles(count, -1, 1).toArray();
  }

  private static void assertClose(double[] actual, double[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(TOLERANCE));
    }
  }
}
