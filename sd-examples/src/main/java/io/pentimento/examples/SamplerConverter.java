package io.pentimento.examples;

import io.pentimento.sampling.Sampler;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a sampler. */
final class SamplerConverter implements ITypeConverter<Sampler> {
  @Override
  public Sampler convert(String name) {
    try {
      return Sampler.named(name);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
