package io.pentimento.examples;

import io.pentimento.prompt.Emphasis;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads how weights in prompts act, written with hyphens, and lists the words for the help. */
final class EmphasisConverter implements ITypeConverter<Emphasis>, Iterable<String> {
  @Override
  public Emphasis convert(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT).replaceAll("[ _]", "-");
    return Arrays.stream(Emphasis.values())
        .filter(emphasis -> word(emphasis).equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "emphasis must be one of %s, but got: %s."
                        .formatted(String.join(", ", words()), text)));
  }

  @Override
  public Iterator<String> iterator() {
    return words().iterator();
  }

  private static List<String> words() {
    return Arrays.stream(Emphasis.values()).map(EmphasisConverter::word).toList();
  }

  private static String word(Emphasis emphasis) {
    return emphasis.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
