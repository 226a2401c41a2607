package io.pentimento.sampling;

/** Makes generators of unit normal noise from seeds. */
@FunctionalInterface
public interface NoiseSource {
  /** One image's stream of noise. */
  @FunctionalInterface
  interface Generator {
    /**
     * Draws the next {@code count} values of mean 0 and variance 1; how a stream is split into
     * draws changes its values.
     */
    float[] normal(int count);

    /**
     * Draws values into an array: what {@link #normal} returns for its length, without another
     * array where the generator can.
     */
    default void fill(float[] values) {
      System.arraycopy(normal(values.length), 0, values, 0, values.length);
    }
  }

  /** Starts the stream of a seed. */
  Generator seeded(long seed);

  /**
   * Returns the name under which pictures record this source; {@code CPU} and {@code NV} are the
   * WebUI's.
   */
  default String name() {
    return "custom";
  }

  /**
   * The generator of {@code torch.Generator("cpu")} and {@code torch.randn}; seeds count modulo
   * 2^32.
   */
  static NoiseSource torchCpu() {
    return TorchNoise.CPU;
  }

  /** The generator of {@code torch.randn} on an NVIDIA GPU, which the WebUI calls "NV". */
  static NoiseSource nvidia() {
    return TorchNoise.NV;
  }
}
