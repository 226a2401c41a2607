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
  }

  /** Starts the stream of a seed. */
  Generator seeded(long seed);

  /**
   * The generator of {@code torch.Generator("cpu")} and {@code torch.randn}; seeds count modulo
   * 2^32.
   */
  static NoiseSource torchCpu() {
    return TorchCpuNoise::new;
  }

  /** The generator of {@code torch.randn} on an NVIDIA GPU, which the WebUI calls "NV". */
  static NoiseSource nvidia() {
    return PhiloxNoise::new;
  }
}
