package io.pentimento.checkpoint;

/** The element type of a stored tensor. */
public enum TensorType {
  F64(8),
  F32(4),
  F16(2),
  BF16(2),
  F8_E4M3(1),
  F8_E5M2(1),
  I64(8),
  I32(4),
  I16(2),
  I8(1),
  U8(1),
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
    return ordinal() <= F8_E5M2.ordinal();
  }
}
