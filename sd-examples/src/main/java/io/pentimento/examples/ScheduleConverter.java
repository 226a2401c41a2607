package io.pentimento.examples;

import io.pentimento.sampling.SigmaSchedule;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a noise schedule. */
final class ScheduleConverter implements ITypeConverter<SigmaSchedule> {
  @Override
  public SigmaSchedule convert(String name) {
    try {
      return SigmaSchedule.named(name);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
