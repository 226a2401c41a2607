package io.pentimento.adapters;

import java.nio.file.Path;
import java.util.Locale;

/** Names of files as prompts say them. */
final class FileNames {
  private FileNames() {}

  /** Returns a file's name without its ending. */
  static String stem(Path file) {
    String name = name(file);
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /** Returns what comes behind the last dot, in lower case; empty if there is none. */
  static String ending(Path file) {
    String name = name(file);
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(dot + 1).toLowerCase(Locale.ROOT) : "";
  }

  private static String name(Path file) {
    Path name = file.getFileName();
    return name == null ? "" : name.toString();
  }
}
