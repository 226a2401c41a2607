package io.pentimento.examples;

import java.awt.Point;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a place in a picture, {@code 40,25}: pixels from the left, and from above. */
final class PointConverter implements ITypeConverter<Point> {
  private static final Pattern POINT = Pattern.compile("(\\d{1,6}),(\\d{1,6})");

  @Override
  public Point convert(String text) {
    Matcher numbers = POINT.matcher(text);
    if (!numbers.matches()) {
      throw new TypeConversionException(
          "a place must be two numbers of pixels such as 40,25, but got: " + text + ".");
    }
    return new Point(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)));
  }
}
