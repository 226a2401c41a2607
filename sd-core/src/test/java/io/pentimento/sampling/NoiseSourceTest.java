package io.pentimento.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoiseSourceTest {
  @Test
  void torchCpu_seedsCountModulo32Bits() {
    long seed = 123;
    assertThat(NoiseSource.torchCpu().seeded(seed).normal(64))
        .isEqualTo(NoiseSource.torchCpu().seeded(seed + (1L << 32)).normal(64));
    assertThat(NoiseSource.torchCpu().seeded(-1).normal(64))
        .isEqualTo(NoiseSource.torchCpu().seeded(0xFFFFFFFFL).normal(64));
  }

  /** CRC-32 of the bytes of two draws, as torch 2.15 makes them on x86-64 with AVX2. */
  @ParameterizedTest
  @CsvSource({
    "42, 16, e3947f62",
    "42, 100, 1b9f6a5c",
    "0, 16384, d03c778d",
    "4294967295, 65536, a1a17344",
    "123456789, 777, d5a5f71b"
  })
  void torchCpu_isTorchBitForBit(long seed, int count, String crc) {
    NoiseSource.Generator generator = NoiseSource.torchCpu().seeded(seed);
    ByteBuffer bytes = ByteBuffer.allocate(8 * count).order(ByteOrder.LITTLE_ENDIAN);
    for (int draw = 0; draw < 2; draw++) {
      for (float value : generator.normal(count)) {
        bytes.putFloat(value);
      }
    }
    CRC32 sum = new CRC32();
    sum.update(bytes.array());
    assertThat(sum.getValue()).isEqualTo(Long.parseLong(crc, 16));
  }

  @Test
  void nvidia_seedsCountAll64Bits() {
    assertThat(NoiseSource.nvidia().seeded(123).normal(64))
        .isNotEqualTo(NoiseSource.nvidia().seeded(123 + (1L << 32)).normal(64));
  }

  @Test
  void torchCpu_shortDrawLeavesOneValueForTheNext() {
    NoiseSource.Generator split = NoiseSource.torchCpu().seeded(9);
    float[] first = split.normal(1);
    split.normal(16);
    float[] second = split.normal(1);
    assertThat(new float[] {first[0], second[0]})
        .isEqualTo(NoiseSource.torchCpu().seeded(9).normal(2));
  }

  @Property(tries = 200)
  void everySource_hasUnitMoments(
      @ForAll long seed, @ForAll @IntRange(min = 4000, max = 9000) int count) {
    for (NoiseSource source : new NoiseSource[] {NoiseSource.torchCpu(), NoiseSource.nvidia()}) {
      double sum = 0;
      double squares = 0;
      for (float value : source.seeded(seed).normal(count)) {
        sum += value;
        squares += (double) value * value;
      }
      // Six standard errors of a mean and of a variance.
      assertThat(sum / count).isCloseTo(0, within(6 / Math.sqrt(count)));
      assertThat(squares / count).isCloseTo(1, within(6 * Math.sqrt(2.0 / count)));
    }
  }

  @Property(tries = 200)
  void everySource_drawsFiniteValuesOfAnyCount(
      @ForAll long seed, @ForAll @IntRange(max = 100) int count) {
    for (NoiseSource source : new NoiseSource[] {NoiseSource.torchCpu(), NoiseSource.nvidia()}) {
      float[] values = source.seeded(seed).normal(count);
      assertThat(values).hasSize(count);
      for (float value : values) {
        assertThat(value).isFinite();
      }
    }
  }
}
