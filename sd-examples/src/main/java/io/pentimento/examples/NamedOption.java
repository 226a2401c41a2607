package io.pentimento.examples;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A choice of the library under a word that is easy to type and the title that pictures record it by.
 *
 * @param <T> what is chosen
 */
interface NamedOption<T> {
  /** Returns the word of the command line, such as {@code dpmpp-2m}. */
  String word();

  /** Returns the title, such as {@code DPM++ 2M}. */
  String title();

  /** Returns what is chosen. */
  T value();

  /**
   * Finds a choice by its word or title in any case, and lists the words for the help.
   *
   * @param <N> the kind of choice
   */
  abstract class Converter<N extends NamedOption<?>> implements ITypeConverter<N>, Iterable<String> {
    private final List<N> choices;

    Converter(List<N> choices) {
      this.choices = List.copyOf(choices);
    }

    @Override
    public N convert(String text) {
      String wanted = text.strip().toLowerCase(Locale.ROOT);
      return choices.stream()
          .filter(choice -> choice.word().equals(wanted) || choice.title().toLowerCase(Locale.ROOT).equals(wanted))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "expected one of %s, but got: %s."
                          .formatted(
                              choices.stream().map(NamedOption::word).collect(Collectors.joining(", ")), text)));
    }

    @Override
    public Iterator<String> iterator() {
      return choices.stream().map(NamedOption::word).iterator();
    }
  }
}
