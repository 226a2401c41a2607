package io.pentimento.examples;

import io.pentimento.sampling.NoiseSource;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads where noise comes from. */
final class NoiseConverter implements ITypeConverter<NoiseSource> {
  @Override
  public NoiseSource convert(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "cpu" -> NoiseSource.torchCpu();
      case "nv" -> NoiseSource.nvidia();
      default ->
          throw new TypeConversionException("the source must be cpu or nv, but got: " + text + ".");
    };
  }
}
