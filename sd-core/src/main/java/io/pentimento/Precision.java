package io.pentimento;

/** The number type in which the networks compute. */
public enum Precision {
  /** The reference's numbers on a CPU (float32), half precision on a GPU. */
  AUTO,
  /** 32-bit floats: the reference's numbers. */
  FLOAT32,
  /**
   * 16-bit floats with the range of 32-bit ones: about twice as fast on CPUs that have AVX512-BF16
   * or AMX.
   */
  BFLOAT16,
  /** 16-bit floats, on a GPU only. */
  FLOAT16
}
