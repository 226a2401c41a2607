package io.pentimento.examples;

import io.pentimento.image.AspectRatio;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a picture's shape, {@code 3:2}. */
final class AspectConverter implements ITypeConverter<AspectRatio> {
  private static final Pattern SHAPE = Pattern.compile("([0-9]{1,4}):([0-9]{1,4})");

  @Override
  public AspectRatio convert(String text) {
    Matcher sides = SHAPE.matcher(text);
    if (!sides.matches()) {
      throw new TypeConversionException(
          "a shape must be width to height, such as 3:2, but got: " + text + ".");
    }
    try {
      return new AspectRatio(Integer.parseInt(sides.group(1)), Integer.parseInt(sides.group(2)));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
