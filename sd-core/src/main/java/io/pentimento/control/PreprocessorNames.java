package io.pentimento.control;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The preprocessors that have a name, with their defaults. */
final class PreprocessorNames {
  private static final List<Preprocessor> ALL =
      List.of(
          Preprocessor.none(),
          Preprocessor.canny(),
          Preprocessor.lineart(),
          Preprocessor.scribble(),
          Preprocessor.scribbleXdog(),
          Preprocessor.threshold(),
          Preprocessor.invert(),
          Preprocessor.blur(),
          Preprocessor.tile(),
          Preprocessor.colourGrid(),
          Preprocessor.inpaint());

  private PreprocessorNames() {}

  static List<String> all() {
    return ALL.stream().map(Preprocessor::module).toList();
  }

  static Optional<Preprocessor> find(String name) {
    String wanted = name.strip().toLowerCase(Locale.ROOT);
    return ALL.stream().filter(one -> one.module().equals(wanted)).findFirst();
  }
}
