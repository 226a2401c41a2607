package io.pentimento.examples;

import io.pentimento.inpaint.MaskedContent;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads what a masked part starts from, written with hyphens, and lists the words for the help. */
final class FillConverter implements ITypeConverter<MaskedContent>, Iterable<String> {
  @Override
  public MaskedContent convert(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(MaskedContent.values())
        .filter(content -> word(content).equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "fill must be one of %s, but got: %s.".formatted(String.join(", ", words()), text)));
  }

  @Override
  public Iterator<String> iterator() {
    return words().iterator();
  }

  private static List<String> words() {
    return Arrays.stream(MaskedContent.values()).map(FillConverter::word).toList();
  }

  private static String word(MaskedContent content) {
    return content.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
