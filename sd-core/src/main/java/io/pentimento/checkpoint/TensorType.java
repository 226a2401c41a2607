package io.pentimento.checkpoint;

/** The element type of a stored tensor. */
public enum TensorType {
  /** 64-bit float. */
  F64(8),
  /** 32-bit float. */
  F32(4),
  /** 16-bit float of IEEE 754. */
  F16(2),
  /** 16-bit float with the exponent range of a 32-bit one. */
  BF16(2),
  /** 8-bit float: 4 bits of exponent, 3 of mantissa, no infinities. */
  F8_E4M3(1),
  /** 8-bit float: 5 bits of exponent, 2 of mantissa. */
  F8_E5M2(1),
  /** 64-bit integer. */
  I64(8),
  /** 32-bit integer. */
  I32(4),
  /** 16-bit integer. */
  I16(2),
  /** 8-bit integer. */
  I8(1),
  /** 8-bit integer from 0 to 255. */
  U8(1),
  /** One byte, 0 or 1. */
  BOOL(1);

  private final int bytes;

  TensorType(int bytes) {
    this.bytes = bytes;
  }

  /** Returns the size of one element in bytes. */
  public int bytes() {
    return bytes;
  }

  /** Tells whether the elements are floating-point numbers. */
  public boolean isFloating() {
    return compareTo(F8_E5M2) <= 0;
  }
}
