package io.pentimento.examples;

import io.pentimento.image.ResizeMode;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a resize mode, written with hyphens, and lists the words for the help. */
final class ResizeModeConverter implements ITypeConverter<ResizeMode>, Iterable<String> {
  @Override
  public ResizeMode convert(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(ResizeMode.values())
        .filter(mode -> word(mode).equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "the resize mode must be one of %s, but got: %s."
                        .formatted(String.join(", ", words()), text)));
  }

  @Override
  public Iterator<String> iterator() {
    return words().iterator();
  }

  private static List<String> words() {
    return Arrays.stream(ResizeMode.values()).map(ResizeModeConverter::word).toList();
  }

  private static String word(ResizeMode mode) {
    return mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
