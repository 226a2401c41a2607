package io.pentimento.examples;

import io.pentimento.inpaint.MaskBlur;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads how far a mask is softened: {@code 4}, or {@code 4x8} across and down. */
final class MaskBlurConverter implements ITypeConverter<MaskBlur> {
  private static final String NUMBER = "([0-9]{1,4}(?:\\.[0-9]{1,9})?)";
  private static final Pattern BLUR = Pattern.compile(NUMBER + "(?:x" + NUMBER + ")?");

  @Override
  public MaskBlur convert(String text) {
    Matcher sides = BLUR.matcher(text.strip());
    if (!sides.matches()) {
      throw new TypeConversionException(
          "a mask blur must be pixels such as 4, or pixels across and down such as 4x8, but got: "
              + text
              + ".");
    }
    double x = Double.parseDouble(sides.group(1));
    double y = sides.group(2) == null ? x : Double.parseDouble(sides.group(2));
    try {
      return new MaskBlur(x, y);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
