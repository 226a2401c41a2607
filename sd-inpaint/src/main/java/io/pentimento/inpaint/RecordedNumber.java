package io.pentimento.inpaint;

/** Numbers as pictures record them. */
final class RecordedNumber {
  private RecordedNumber() {}

  /** Returns a number below 2^31, without a fraction where it is whole. */
  static String of(double value) {
    return value == (int) value ? Integer.toString((int) value) : Double.toString(value);
  }
}
