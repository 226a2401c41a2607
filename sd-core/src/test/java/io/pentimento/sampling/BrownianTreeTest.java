package io.pentimento.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BrownianTreeTest {
  private static final double SMALLEST = 0.03;
  private static final double LARGEST = 14.6;
  private static final int COUNT = 1024;

  private static BrownianTree tree(long seed) {
    return new BrownianTree(NoiseSource.torchCpu(), seed, SMALLEST, LARGEST, COUNT);
  }

  /** The increment itself, upwards. */
  private static double increment(float[] noise, int i, double high, double low) {
    return -noise[i] * Math.sqrt(high - low);
  }

  @Test
  void noise_ofPartsAddsUpToTheWhole() {
    BrownianTree tree = tree(3);
    float[] whole = tree.noise(10, 2);
    float[] upper = tree.noise(10, 5);
    float[] lower = tree.noise(5, 2);
    for (int i = 0; i < COUNT; i++) {
      double sum = increment(upper, i, 10, 5) + increment(lower, i, 5, 2);
      assertThat(sum).isCloseTo(increment(whole, i, 10, 2), within(1e-5));
    }
  }

  @Test
  void noise_doesNotDependOnWhatWasAskedBefore() {
    BrownianTree asked = tree(3);
    for (int i = 0; i < 40; i++) {
      asked.noise(LARGEST - i * 0.3, LARGEST - (i + 1) * 0.3);
    }
    assertThat(asked.noise(7.25, 6.5)).isEqualTo(tree(3).noise(7.25, 6.5));
  }

  @Test
  void noise_isUnitNoise() {
    float[] noise = tree(8).noise(3.3, 2.9);
    double squares = 0;
    for (float value : noise) {
      squares += value * value;
    }
    assertThat(squares / COUNT).isCloseTo(1, within(0.15));
  }

  @Test
  void noise_upwardsIsTheOtherWayRound() {
    float[] down = tree(3).noise(4, 3);
    float[] up = tree(3).noise(3, 4);
    for (int i = 0; i < COUNT; i++) {
      assertThat(up[i]).isEqualTo(-down[i]);
    }
  }

  @Test
  void noise_differsBySeed() {
    assertThat(tree(3).noise(4, 3)).isNotEqualTo(tree(4).noise(4, 3));
  }

  /** The stretch that follows shares an end with the last: half of its nodes are known. */
  @Test
  void noise_ofTheNextStretchDrawsOnlyOneWayDown() {
    AtomicInteger draws = new AtomicInteger();
    NoiseSource counting =
        seed -> {
          draws.incrementAndGet();
          return NoiseSource.torchCpu().seeded(seed);
        };
    BrownianTree tree = new BrownianTree(counting, 3, SMALLEST, LARGEST, COUNT);
    tree.noise(9.123457, 7.654321);
    int first = draws.getAndSet(0);
    tree.noise(7.654321, 6.543217);
    assertThat(first).isGreaterThan(30);
    assertThat(draws.get()).isBetween(1, 26);
    draws.set(0);
    tree.noise(7.654321, 6.543217);
    assertThat(draws.get()).isZero();
  }

  /** Whatever is remembered, thrown away and drawn at once: the bits are those of the rules. */
  @Property(tries = 40)
  void noise_isThePlainOneForAnyStretches(
      @ForAll @LongRange(min = 0) long seed,
      @ForAll @Size(max = 8) List<@DoubleRange(min = 0, max = 15) Double> levels,
      @ForAll boolean nvidia) {
    NoiseSource source = nvidia ? NoiseSource.nvidia() : NoiseSource.torchCpu();
    BrownianTree tree = new BrownianTree(source, seed, SMALLEST, LARGEST, 48);
    PlainBrownianTree plain = new PlainBrownianTree(source, seed, SMALLEST, LARGEST, 48);
    double last = 5;
    for (double level : levels) {
      if (level != last) {
        assertThat(tree.noise(last, level)).isEqualTo(plain.noise(last, level));
      }
      last = level;
    }
  }

  /** Large enough for several threads. */
  @Test
  void noise_ofLatentsIsThePlainOne() {
    int count = 4 * 64 * 64;
    NoiseSource source = NoiseSource.torchCpu();
    BrownianTree tree = new BrownianTree(source, 8, SMALLEST, LARGEST, count);
    PlainBrownianTree plain = new PlainBrownianTree(source, 8, SMALLEST, LARGEST, count);
    double sigma = LARGEST;
    for (int i = 0; i < 6; i++) {
      double next = sigma * 0.6;
      assertThat(tree.noise(sigma, next)).isEqualTo(plain.noise(sigma, next));
      sigma = next;
    }
  }

  @Property
  void grid_roundsAsDecimalsAreRounded(
      @ForAll @LongRange(max = 2_000_000_000_000L) long millionths,
      @ForAll @IntRange(min = -2, max = 2) int ulps,
      @ForAll double any) {
    double halfWay = (millionths + 0.5) / 1e6;
    double beside = halfWay + ulps * Math.ulp(halfWay);
    assertThat(PathGrid.rounded(beside)).isEqualTo(PlainBrownianTree.rounded(beside));
    assertThat(PathGrid.rounded(any)).isEqualTo(PlainBrownianTree.rounded(any));
  }

  @Test
  void grid_roundsHalfToEven() {
    double tie = 0x1p-7; // 0.0078125
    assertThat(PathGrid.rounded(tie)).isEqualTo(0.007812);
    assertThat(PathGrid.rounded(3 * tie)).isEqualTo(0.023438);
    assertThat(PathGrid.rounded(-0.0)).isEqualTo(0.0);
  }

  @Test
  void tree_needsTwoEnds() {
    assertThatThrownBy(() -> new BrownianTree(NoiseSource.torchCpu(), 1, 2, 2, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("t0 must be below t1 by at least 1e-6, but got: 2.0 and 2.0.");
    assertThatThrownBy(() -> tree(1).noise(3, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A stretch of the path must have two ends, but both are: 3.0.");
  }
}
