package io.pentimento.examples;

import io.pentimento.control.Preprocessor;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of what is made of a control picture, and lists the names for the help. */
final class PreprocessorConverter implements ITypeConverter<Preprocessor>, Iterable<String> {
  @Override
  public Preprocessor convert(String name) {
    return Preprocessor.named(name)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "it must be one of %s, but got: %s."
                        .formatted(String.join(", ", Preprocessor.names()), name)));
  }

  @Override
  public Iterator<String> iterator() {
    return Preprocessor.names().iterator();
  }
}
