package io.pentimento.examples;

import io.pentimento.inpaint.Compose;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads how a new part is joined with its picture, and lists the words for the help. */
final class ComposeConverter implements ITypeConverter<Compose>, Iterable<String> {
  private static final List<String> WORDS = List.of("overlay", "paste", "seamless", "raw");

  @Override
  public Compose convert(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "overlay" -> Compose.overlay();
      case "paste" -> Compose.paste();
      case "seamless" -> Compose.seamless();
      case "raw" -> Compose.raw();
      default ->
          throw new TypeConversionException(
              "compose must be one of %s, but got: %s.".formatted(String.join(", ", WORDS), text));
    };
  }

  @Override
  public Iterator<String> iterator() {
    return WORDS.iterator();
  }
}
