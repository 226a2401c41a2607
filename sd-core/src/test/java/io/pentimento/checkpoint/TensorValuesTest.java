package io.pentimento.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TensorValuesTest {
  private static ByteBuffer bytes(int count) {
    return ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void floats_everyHalfHasItsValue() {
    ByteBuffer all = bytes(2 << 16);
    for (int bits = 0; bits < 1 << 16; bits++) {
      all.putShort((short) bits);
    }
    float[] values = TensorValues.floats(all.flip(), TensorType.F16);
    for (int bits = 0; bits < 1 << 16; bits++) {
      int exponent = (bits >> 10) & 31;
      double fraction = bits & 1023;
      double magnitude =
          exponent == 0
              ? fraction * Math.pow(2, -24)
              : exponent == 31
                  ? (fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN)
                  : (1 + fraction / 1024) * Math.pow(2, exponent - 15);
      assertThat(values[bits])
          .as("half %04x", bits)
          .isEqualTo(Float.valueOf((float) (bits < 0x8000 ? magnitude : -magnitude)));
    }
    assertThat(Float.floatToRawIntBits(values[0x8000])).isEqualTo(0x80000000);
  }

  @Test
  void floats_everyHalfSurvivesNarrowing() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = SmallFloats.HALVES[bits];
      if (!Float.isNaN(value)) {
        assertThat(SmallFloats.toHalf(value)).as("half %04x", bits).isEqualTo((short) bits);
      } else {
        assertThat(SmallFloats.HALVES[SmallFloats.toHalf(value) & 0xffff]).isNaN();
      }
    }
  }

  @Test
  void toHalf_roundsTiesToEven() {
    assertThat(SmallFloats.toHalf(1 + 0x1p-11f)).isEqualTo((short) 0x3c00);
    assertThat(SmallFloats.toHalf(1 + 3 * 0x1p-11f)).isEqualTo((short) 0x3c02);
    assertThat(SmallFloats.toHalf(65519.996f)).isEqualTo((short) 0x7bff);
    assertThat(SmallFloats.toHalf(65520)).isEqualTo((short) 0x7c00);
    assertThat(SmallFloats.toHalf(0x1p-25f)).isEqualTo((short) 0);
    assertThat(SmallFloats.toHalf(0x1.8p-25f)).isEqualTo((short) 1);
    assertThat(SmallFloats.toHalf(-0f)).isEqualTo((short) 0x8000);
  }

  @Test
  void toBrainFloat_roundsTiesToEven() {
    assertThat(SmallFloats.toBrainFloat(1)).isEqualTo((short) 0x3f80);
    assertThat(SmallFloats.toBrainFloat(1 + 0x1p-8f)).isEqualTo((short) 0x3f80);
    assertThat(SmallFloats.toBrainFloat(1 + 3 * 0x1p-8f)).isEqualTo((short) 0x3f82);
    assertThat(SmallFloats.toBrainFloat(Float.MAX_VALUE)).isEqualTo((short) 0x7f80);
    assertThat(SmallFloats.toBrainFloat(Float.NaN) & 0x7f80).isEqualTo(0x7f80);
    assertThat(SmallFloats.toBrainFloat(Float.NaN) & 0x7f).isNotZero();
  }

  @Test
  void floats_everyBrainFloatIsTheUpperHalfOfAFloat() {
    ByteBuffer all = bytes(2 << 16);
    for (int bits = 0; bits < 1 << 16; bits++) {
      all.putShort((short) bits);
    }
    float[] values = TensorValues.floats(all.flip(), TensorType.BF16);
    for (int bits = 0; bits < 1 << 16; bits++) {
      assertThat(values[bits]).isEqualTo(Float.valueOf(Float.intBitsToFloat(bits << 16)));
    }
  }

  @Test
  void floats_eightBitFloatsHaveTheirSpecialValues() {
    byte[] codes = {
      0x00, 0x01, 0x08, 0x38, 0x7e, 0x7f, (byte) 0x80, (byte) 0xb8, (byte) 0xfe, (byte) 0xff
    };
    assertThat(TensorValues.floats(ByteBuffer.wrap(codes), TensorType.F8_E4M3))
        .containsExactly(0, 0x1p-9f, 0x1p-6f, 1, 448, Float.NaN, -0f, -1, -448, Float.NaN);
    byte[] wide = {0x01, 0x04, 0x3c, 0x7b, 0x7c, 0x7d, (byte) 0xfc, (byte) 0xbc};
    assertThat(TensorValues.floats(ByteBuffer.wrap(wide), TensorType.F8_E5M2))
        .containsExactly(
            0x1p-16f,
            0x1p-14f,
            1,
            57344,
            Float.POSITIVE_INFINITY,
            Float.NaN,
            Float.NEGATIVE_INFINITY,
            -1);
  }

  @Test
  void floats_integersAndTruthAreWidened() {
    assertThat(TensorValues.floats(bytes(16).putLong(-5).putLong(1L << 40).flip(), TensorType.I64))
        .containsExactly(-5, 0x1p40f);
    assertThat(TensorValues.floats(bytes(8).putInt(-7).putInt(9).flip(), TensorType.I32))
        .containsExactly(-7, 9);
    assertThat(
            TensorValues.floats(
                bytes(4).putShort((short) -7).putShort((short) 9).flip(), TensorType.I16))
        .containsExactly(-7, 9);
    assertThat(TensorValues.floats(ByteBuffer.wrap(new byte[] {-1, 127}), TensorType.I8))
        .containsExactly(-1, 127);
    assertThat(TensorValues.floats(ByteBuffer.wrap(new byte[] {-1, 127}), TensorType.U8))
        .containsExactly(255, 127);
    assertThat(TensorValues.floats(ByteBuffer.wrap(new byte[] {0, 1, 2}), TensorType.BOOL))
        .containsExactly(0, 1, 1);
    assertThat(
            TensorValues.floats(bytes(16).putDouble(0.1).putDouble(1e300).flip(), TensorType.F64))
        .containsExactly(0.1f, Float.POSITIVE_INFINITY);
  }

  @Test
  void widen_longBuffersAndOddPlacesAgreeWithShortOnes() {
    Random random = new Random(1);
    for (TensorType type : TensorType.values()) {
      int elements = 5 * ElementWidener.CHUNK + 17;
      byte[] content = new byte[elements * type.bytes() + 3];
      random.nextBytes(content);
      ByteBuffer direct = ByteBuffer.allocateDirect(content.length).put(content).flip().position(3);
      FloatBuffer target = FloatBuffer.allocate(elements + 2).position(1);
      TensorValues.widen(direct.asReadOnlyBuffer(), type, target);
      assertThat(target.position()).isEqualTo(elements + 1);
      assertThat(direct.position()).isEqualTo(3);
      for (int i : new int[] {0, 1, ElementWidener.CHUNK - 1, ElementWidener.CHUNK, elements - 1}) {
        ByteBuffer one = ByteBuffer.wrap(content, 3 + i * type.bytes(), type.bytes());
        assertThat(target.get(1 + i))
            .as("%s %d", type, i)
            .isEqualTo(Float.valueOf(TensorValues.floats(one, type)[0]));
      }
    }
  }

  @Test
  void widen_sizesThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> TensorValues.widen(bytes(3), TensorType.F16, FloatBuffer.allocate(9)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("source must hold whole elements of 2 bytes, but has 3 bytes.");
    assertThatThrownBy(() -> TensorValues.widen(bytes(4), TensorType.F16, FloatBuffer.allocate(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("target must have room for 2 floats, but has it for 1.");
  }
}
