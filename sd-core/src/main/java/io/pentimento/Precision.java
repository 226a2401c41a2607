package io.pentimento;

import io.pentimento.internal.NumberType;

/** The number type in which the networks compute. */
@SuppressWarnings("exports") // The number types of networks stay hidden: only this library asks.
public enum Precision {
  /** The reference's numbers on a CPU (float32), half precision on a GPU. */
  AUTO,
  /** 32-bit floats: the reference's numbers. */
  FLOAT32,
  /** 16-bit floats with the range of 32-bit ones: faster on CPUs that have AVX512-BF16 or AMX. */
  BFLOAT16,
  /** 16-bit floats, on a GPU only. */
  FLOAT16;

  /**
   * Returns the number type that this stands for.
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
      case AUTO -> gpu ? NumberType.FLOAT16 : NumberType.FLOAT32;
      case FLOAT32 -> NumberType.FLOAT32;
      case BFLOAT16 -> NumberType.BFLOAT16;
      case FLOAT16 -> NumberType.FLOAT16;
    };
  }
}
