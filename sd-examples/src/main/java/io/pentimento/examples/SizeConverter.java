package io.pentimento.examples;

import io.pentimento.image.ImageSize;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a width and a height, {@code 512x768}. */
final class SizeConverter implements ITypeConverter<ImageSize> {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,5})x([0-9]{1,5})");

  @Override
  public ImageSize convert(String text) {
    Matcher sides = SIZE.matcher(text);
    if (!sides.matches()) {
      throw new TypeConversionException(
          "a size must be a width and a height such as 512x768, but got: " + text + ".");
    }
    try {
      return new ImageSize(Integer.parseInt(sides.group(1)), Integer.parseInt(sides.group(2)));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
