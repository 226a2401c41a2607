package io.pentimento.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The fast passes agree with {@link PlainTorchNoise} in every bit. */
class TorchCpuNoiseTest {
  private static final int UNIFORMS = 1 << 24;

  @Property(tries = 300)
  void draws_areThePlainOnes(
      @ForAll long seed,
      @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 16, max = 3000) Integer> counts) {
    TorchCpuNoise fast = new TorchCpuNoise(seed);
    PlainTorchNoise plain = new PlainTorchNoise(seed);
    for (int count : counts) {
      assertBits(fast.normal(count), plain.normal(count));
    }
  }

  @Test
  void draws_ofLatentsAreThePlainOnes() {
    for (int count : new int[] {16, 17, 31, 32, 624, 625, 9216, 16384, 16399}) {
      assertBits(new TorchCpuNoise(42).normal(count), new PlainTorchNoise(42).normal(count));
    }
  }

  @Property(tries = 100)
  void fill_isNormal(@ForAll long seed, @ForAll @IntRange(max = 2000) int count) {
    for (NoiseSource source : new NoiseSource[] {NoiseSource.torchCpu(), NoiseSource.nvidia()}) {
      NoiseSource.Generator filling = source.seeded(seed);
      NoiseSource.Generator drawing = source.seeded(seed);
      for (int draw = 0; draw < 2; draw++) {
        float[] values = new float[count];
        filling.fill(values);
        assertBits(values, drawing.normal(count));
      }
    }
  }

  @Property(tries = 50)
  void words_areThePlainOnesHoweverTheyAreTaken(
      @ForAll int seed, @ForAll @Size(max = 5) List<@IntRange(max = 1500) Integer> counts) {
    MersenneTwister fast = new MersenneTwister(seed);
    PlainTorchNoise plain = new PlainTorchNoise(seed);
    for (int count : counts) {
      int[] words = new int[1500];
      fast.fill(words, count);
      for (int i = 0; i < count; i++) {
        assertThat(words[i]).isEqualTo(plain.word());
      }
      assertThat(fast.next()).isEqualTo(plain.word());
    }
  }

  /** There are 2^24 uniform values: all radii and all angles are compared. */
  @Test
  void boxMuller_isThePlainOneForEveryUniformValue() {
    int blocks = 64;
    BoxMuller boxMuller = new BoxMuller(blocks);
    int[] words = new int[blocks * 16];
    float[] values = new float[blocks * 16];
    for (int first = 0; first < UNIFORMS; first += blocks * 8) {
      for (int p = 0; p < blocks * 8; p++) {
        int at = p / 8 * 16 + p % 8;
        // The high 8 bits do not count. An odd factor leaves no angle out.
        words[at] = first + p | 0xAB000000;
        words[at + 8] = (first + p) * 0x9E3779B1;
      }
      boxMuller.transform(words, blocks, values, 0);
      assertPairs(words, values);
    }
  }

  private static void assertPairs(int[] words, float[] values) {
    for (int p = 0; p < words.length / 2; p++) {
      int at = p / 8 * 16 + p % 8;
      float radius = PlainTorchNoise.radius((words[at] & 0xFFFFFF) * 0x1p-24f);
      float share = (words[at + 8] & 0xFFFFFF) * 0x1p-24f;
      if (bits(values[at]) != bits(radius * PlainTorchNoise.cos(share))
          || bits(values[at + 8]) != bits(radius * PlainTorchNoise.sin(share))) {
        throw new AssertionError("differs for words %x, %x".formatted(words[at], words[at + 8]));
      }
    }
  }

  private static void assertBits(float[] actual, float[] expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      if (bits(actual[i]) != bits(expected[i])) {
        throw new AssertionError(
            "value %d of %d: %s, not %s".formatted(i, actual.length, actual[i], expected[i]));
      }
    }
  }

  private static int bits(float value) {
    return Float.floatToRawIntBits(value);
  }
}
