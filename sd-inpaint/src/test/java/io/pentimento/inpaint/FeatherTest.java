package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.image.ImageSize;
import java.awt.Rectangle;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The fast blur of masks against the rule that it keeps, level for level. */
class FeatherTest {
  @Property(tries = 150)
  void feather_isTheEightBitGaussian(
      @ForAll("masks") Mask mask,
      @ForAll("sigmas") double sigmaX,
      @ForAll("sigmas") double sigmaY) {
    assertThat(mask.feather(sigmaX, sigmaY)).isEqualTo(EightBitGaussian.blur(mask, sigmaX, sigmaY));
  }

  @Property(tries = 20)
  void feather_isTheEightBitGaussianOnLargeMasks(
      @ForAll("sigmas") double sigma, @ForAll @IntRange(max = 5) int kind) {
    // Large enough for several threads, and longer than what is summed at once.
    for (ImageSize size : List.of(new ImageSize(4131, 17), new ImageSize(67, 1203))) {
      Mask mask = mask(size, Kind.values()[kind], 7);
      assertThat(mask.feather(sigma)).isEqualTo(EightBitGaussian.blur(mask, sigma, sigma));
    }
  }

  @Test
  void feather_isTheEightBitGaussianOnShapes() {
    ImageSize size = new ImageSize(1203, 907);
    Mask ellipse = Mask.ellipse(size, new Rectangle(100, 60, 900, 800));
    Mask noise = mask(size, Kind.NOISE, 5);
    Mask dots = noise.threshold(128);
    for (Mask mask : List.of(ellipse, dots, ellipse.intersect(dots), ellipse.feather(9), noise)) {
      assertThat(mask.feather(64)).isEqualTo(EightBitGaussian.blur(mask, 64, 64));
      assertThat(mask.feather(5, 130)).isEqualTo(EightBitGaussian.blur(mask, 5, 130));
    }
  }

  @Property(tries = 100)
  void terms_addUpToTheTaps(
      @ForAll @DoubleRange(min = 0.1, max = 600) double sigma,
      @ForAll @IntRange(max = 30) int costOfSums) {
    int[] taps = GaussianTaps.of(sigma);
    TapTerms terms = TapTerms.of(taps, costOfSums);
    int[] sums = new int[taps.length + 2 * TapTerms.LONGEST_LAG];
    terms.levels().forEach(term -> sums[term.place() + TapTerms.LONGEST_LAG] += term.factor());
    for (TapTerms.Term term : terms.sums()) {
      for (int i = term.place() + TapTerms.LONGEST_LAG; i >= 0; i -= terms.lag()) {
        sums[i] += term.factor();
      }
    }
    int[] expected = new int[sums.length];
    System.arraycopy(taps, 0, expected, TapTerms.LONGEST_LAG, taps.length);
    assertThat(sums).isEqualTo(expected);
  }

  @Provide
  static Arbitrary<Double> sigmas() {
    return Arbitraries.frequencyOf(
        Tuple.of(1, Arbitraries.just(0.0)),
        Tuple.of(6, Arbitraries.doubles().between(0.1, 20)),
        Tuple.of(4, Arbitraries.doubles().between(20, 512)));
  }

  /** What a mask may be like, the worst of it included. */
  enum Kind {
    NOISE,
    CHECKERBOARD,
    LINES,
    CONSTANT,
    RAMP,
    RECTANGLE
  }

  @Provide
  static Arbitrary<Mask> masks() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 150),
            Arbitraries.integers().between(1, 100),
            Arbitraries.of(Kind.class),
            Arbitraries.longs())
        .as((width, height, kind, seed) -> mask(new ImageSize(width, height), kind, seed));
  }

  private static Mask mask(ImageSize size, Kind kind, long seed) {
    Random random = new Random(seed);
    int step = 1 + random.nextInt(9);
    int x0 = random.nextInt(size.width());
    int y0 = random.nextInt(size.height());
    byte[] levels = new byte[size.width() * size.height()];
    for (int i = 0; i < levels.length; i++) {
      int x = i % size.width();
      int y = i / size.width();
      levels[i] =
          (byte)
              switch (kind) {
                case NOISE -> random.nextInt(256);
                case CHECKERBOARD -> (x / step + y / step) % 2 == 0 ? 255 : 0;
                case LINES -> x == x0 || y == y0 ? 255 : 0;
                case CONSTANT -> 25 * step;
                case RAMP -> (x + y) / step;
                case RECTANGLE -> x >= x0 && y <= y0 ? 255 : 0;
              };
    }
    return Mask.of(size, levels);
  }
}
