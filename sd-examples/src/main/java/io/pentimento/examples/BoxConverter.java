package io.pentimento.examples;

import java.awt.Rectangle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a box in a picture, {@code 40,25,64,48}: its left upper pixel, its width and height. */
final class BoxConverter implements ITypeConverter<Rectangle> {
  private static final Pattern BOX = Pattern.compile("(\\d{1,6}),(\\d{1,6}),(\\d{1,6}),(\\d{1,6})");

  @Override
  public Rectangle convert(String text) {
    Matcher numbers = BOX.matcher(text);
    if (!numbers.matches()) {
      throw new TypeConversionException(
          "a box must be left, top, width and height in pixels, such as 40,25,64,48, but got: "
              + text
              + ".");
    }
    return new Rectangle(
        Integer.parseInt(numbers.group(1)),
        Integer.parseInt(numbers.group(2)),
        Integer.parseInt(numbers.group(3)),
        Integer.parseInt(numbers.group(4)));
  }
}
