package io.pentimento;

import io.pentimento.internal.NumberType;

/**
 * What {@link Precision#AUTO} stands for on a device, from what was measured there.
 *
 * @param type the type in which networks compute
 * @param reason why, in words
 */
record PrecisionChoice(NumberType type, String reason) {
  /** Other pictures than the reference's must be so many times as fast to be worth it. */
  static final double LEAST_GAIN = 1.3;

  /**
   * How far a block may be from float32. In bfloat16 on a processor that has it a block is 0.006
   * away, and pictures of the bundled model are 44.3 dB from float32's; noise in a picture grows
   * with that error, so 0.015 stands for 8 dB less, above the bound of 35 dB that {@code
   * ApproximationIT} holds.
   */
  static final double LARGEST_ERROR = 0.015;

  /** Chooses on a CPU. */
  static PrecisionChoice onCpu(BlockTrial seen) {
    // So written that NaN is refused.
    if (!(seen.error() <= LARGEST_ERROR)) {
      return wide(seen + ", over the bound of " + LARGEST_ERROR);
    }
    if (!(seen.gain() >= LEAST_GAIN)) {
      return wide(seen + ", and must be %s times as fast".formatted(LEAST_GAIN));
    }
    return new PrecisionChoice(NumberType.BFLOAT16, seen.toString());
  }

  /**
   * Chooses on a GPU.
   *
   * @param halfIsFinite whether a block computed in float16 is finite there
   * @param narrowIsFinite whether one computed in bfloat16 is
   */
  static PrecisionChoice onGpu(boolean halfIsFinite, boolean narrowIsFinite) {
    if (halfIsFinite) {
      return new PrecisionChoice(NumberType.FLOAT16, "a block of a U-Net is finite in it");
    }
    return narrowIsFinite
        ? new PrecisionChoice(
            NumberType.BFLOAT16, "a block of a U-Net is finite in it, but not in FLOAT16")
        : wide("a block of a U-Net is not finite in 16 bits");
  }

  /** Chooses float32. */
  static PrecisionChoice wide(String reason) {
    return new PrecisionChoice(NumberType.FLOAT32, reason);
  }
}
