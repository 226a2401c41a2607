package io.pentimento.checkpoint;

/**
 * Names from untrusted files that are to become names of files: letters, digits and {@code . _ -},
 * no path.
 */
final class PlainName {
  private PlainName() {}

  static boolean isPlain(String name) {
    return name.length() <= 255
        && name.matches("[A-Za-z0-9_][A-Za-z0-9._-]*")
        && !name.contains("..");
  }
}
