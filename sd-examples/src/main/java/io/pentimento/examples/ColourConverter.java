package io.pentimento.examples;

import java.awt.Color;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a colour as web pages write it, {@code #204060}; the sign may be left out. */
final class ColourConverter implements ITypeConverter<Color> {
  private static final Pattern COLOUR = Pattern.compile("#?[0-9a-fA-F]{6}");

  @Override
  public Color convert(String text) {
    if (!COLOUR.matcher(text).matches()) {
      throw new TypeConversionException(
          "a colour must be six hexadecimal digits such as #204060, but got: " + text + ".");
    }
    return new Color(Integer.parseInt(text.substring(text.length() - 6), 16));
  }
}
