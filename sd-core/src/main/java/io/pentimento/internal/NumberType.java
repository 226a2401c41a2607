package io.pentimento.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/** The number types in which networks compute, with libtorch's codes for them. */
public enum NumberType {
  /** 32-bit floats. */
  FLOAT32(6, 4),
  /** 16-bit floats with 8 exponent bits. */
  BFLOAT16(15, 2),
  /** 16-bit floats with 5 exponent bits. */
  FLOAT16(5, 2);

  private final long code;
  private final int bytes;

  NumberType(long code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /** Returns how many bytes a number takes. */
  public int bytes() {
    return bytes;
  }

  /** Returns the type of an array of a network. */
  public static NumberType of(NDArray x) {
    return switch (x.getDataType()) {
      case FLOAT32 -> FLOAT32;
      case FLOAT16 -> FLOAT16;
      // DJL does not know it.
      case UNKNOWN -> BFLOAT16;
      default ->
          throw new IllegalArgumentException(
              "A network computes in floats, but got: " + x.getDataType() + ".");
    };
  }

  /** Returns how many bytes an element of an array takes; DJL does not know bfloat16. */
  static int bytes(DataType type) {
    return type == DataType.UNKNOWN ? BFLOAT16.bytes : type.getNumOfBytes();
  }

  /** Returns this type, or float32 for float16, whose range autoencoders leave. */
  public NumberType withRange() {
    return this == FLOAT16 ? FLOAT32 : this;
  }

  /** Returns libtorch's {@code ScalarType} code. */
  long code() {
    return code;
  }
}
