package io.pentimento.sampling;

/** Makes generators of unit normal noise from seeds. */
@FunctionalInterface
public interface NoiseSource {
  /** One image's stream of noise. */
  @FunctionalInterface
  interface Generator {
    /** Draws the next {@code count} values. */
    float[] normal(int count);
  }

  /** Starts the stream of a seed. */
  Generator seeded(long seed);

  /** The generator of {@code torch.Generator("cpu")} and {@code torch.randn}, bit for bit. */
  static NoiseSource torchCpu() {
    throw new UnsupportedOperationException();
  }
}
