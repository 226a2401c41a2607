package io.pentimento.examples;

import io.pentimento.sampling.SigmaSchedule;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a noise schedule, and lists the names for the help. */
final class ScheduleConverter implements ITypeConverter<SigmaSchedule>, Iterable<String> {
  @Override
  public SigmaSchedule convert(String name) {
    try {
      return SigmaSchedule.named(name);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  @Override
  public Iterator<String> iterator() {
    return SigmaSchedule.names().iterator();
  }
}
