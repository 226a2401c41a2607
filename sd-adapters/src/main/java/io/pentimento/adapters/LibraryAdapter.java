package io.pentimento.adapters;

import java.nio.file.Path;

/**
 * An adapter file in an {@link AdapterLibrary}.
 *
 * @param kind what it is
 * @param name its name with the folders below that of the library, without ending: {@code
 *     styles/ink}
 * @param path the file
 */
public record LibraryAdapter(AdapterKind kind, String name, Path path) {
  /** Returns the name without folders, by which prompts usually say it. */
  public String simpleName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
