package io.pentimento.examples;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A picture's file, and how much it counts.
 *
 * @param file the file
 * @param weight what stands behind its name, 1 for nothing
 */
record WeightedPicture(Path file, double weight) {
  /** What is no number at the end belongs to the file. */
  private static final Pattern WEIGHT =
      Pattern.compile("(.+)=([+-]?(?:\\d+\\.?\\d*|\\.\\d+))", Pattern.DOTALL);

  /** Reads {@code PICTURE} and {@code PICTURE=0.6}. */
  static final class Converter implements ITypeConverter<WeightedPicture> {
    @Override
    public WeightedPicture convert(String text) {
      Matcher weighted = WEIGHT.matcher(text);
      boolean found = weighted.matches();
      String file = found ? weighted.group(1) : text;
      try {
        return new WeightedPicture(
            Path.of(file), found ? Double.parseDouble(weighted.group(2)) : 1);
      } catch (InvalidPathException e) {
        throw new TypeConversionException("there can be no file named " + file + ".");
      }
    }
  }
}
