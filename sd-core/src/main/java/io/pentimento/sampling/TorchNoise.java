package io.pentimento.sampling;

/** The generators of torch. */
enum TorchNoise implements NoiseSource {
  CPU {
    @Override
    public Generator seeded(long seed) {
      return new TorchCpuNoise(seed);
    }
  },
  NV {
    @Override
    public Generator seeded(long seed) {
      return new PhiloxNoise(seed);
    }
  }
}
