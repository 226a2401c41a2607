package io.pentimento;

import io.pentimento.internal.NumberType;

/** The number type in which the networks compute. */
@SuppressWarnings("exports") // The number types of networks stay hidden: only this library asks.
public enum Precision {
  /**
   * As the reference programs: {@link #FLOAT32} on a CPU, and so their pictures; {@link #FLOAT16}
   * on a GPU.
   */
  DEFAULT,
  /**
   * The fastest that keeps pictures near float32's, found by a short trial of the parts of a U-Net
   * on this machine, once a JVM and device. On a CPU that is {@link #BFLOAT16} where it is 1.3
   * times as fast as float32 and within 0.015 of it, else {@link #FLOAT32}; on a GPU {@link
   * #FLOAT16} where its numbers are finite. {@link Pipeline#precision()} tells which it was, and
   * the log why. Since it is measured, another run may choose otherwise on a machine where both are
   * about as fast; name a type to have the same pictures in every run.
   */
  AUTO,
  /** 32-bit floats: the reference's numbers. */
  FLOAT32,
  /** 16-bit floats with the range of 32-bit ones: faster on CPUs that have AVX512-BF16 or AMX. */
  BFLOAT16,
  /** 16-bit floats, on a GPU only. */
  FLOAT16;

  /** Returns the precision that stands for a type. */
  static Precision of(NumberType type) {
    return switch (type) {
      case FLOAT32 -> FLOAT32;
      case BFLOAT16 -> BFLOAT16;
      case FLOAT16 -> FLOAT16;
    };
  }

  /**
   * Returns the number type that this stands for; {@link #AUTO} tries the machine when it is first
   * asked.
   *
   * @param gpu whether the network computes on a GPU
   * @throws IllegalStateException if this type is not to be had there
   */
  public NumberType resolve(boolean gpu) {
    if (this == FLOAT16 && !gpu) {
      throw new IllegalStateException(
          "Precision.FLOAT16 needs a GPU: a CPU computes it a thousand times slower. Use FLOAT32 or"
              + " BFLOAT16.");
    }
    return switch (this) {
      case DEFAULT -> gpu ? NumberType.FLOAT16 : NumberType.FLOAT32;
      case AUTO -> PrecisionTrial.on(gpu).type();
      case FLOAT32 -> NumberType.FLOAT32;
      case BFLOAT16 -> NumberType.BFLOAT16;
      case FLOAT16 -> NumberType.FLOAT16;
    };
  }
}
