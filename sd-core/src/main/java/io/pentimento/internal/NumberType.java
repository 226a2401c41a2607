package io.pentimento.internal;

/** The number types in which networks compute, with libtorch's codes for them. */
public enum NumberType {
  /** 32-bit floats. */
  FLOAT32(6),
  /** 16-bit floats with 8 exponent bits. */
  BFLOAT16(15),
  /** 16-bit floats with 5 exponent bits. */
  FLOAT16(5);

  private final long code;

  NumberType(long code) {
    this.code = code;
  }

  /** Returns libtorch's {@code ScalarType} code. */
  long code() {
    return code;
  }
}
