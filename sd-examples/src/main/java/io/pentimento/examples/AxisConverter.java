package io.pentimento.examples;

import io.pentimento.TextToImage;
import io.pentimento.grid.Axis;
import io.pentimento.grid.AxisKind;
import io.pentimento.grid.AxisKinds;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an axis, {@code steps=10,20}, and lists examples for the help. */
final class AxisConverter implements ITypeConverter<AxisConverter.Words>, Iterable<String> {
  /**
   * An axis that the command line names.
   *
   * @param axis the axis
   */
  record Words(Axis<? super TextToImage.Builder> axis) {}

  @Override
  public Words convert(String text) {
    try {
      return new Words(AxisKinds.axis(text));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  @Override
  public Iterator<String> iterator() {
    return AxisKinds.all().stream().map(AxisConverter::example).iterator();
  }

  private static String example(AxisKind kind) {
    return '"' + kind.name() + "=" + kind.example() + '"';
  }
}
