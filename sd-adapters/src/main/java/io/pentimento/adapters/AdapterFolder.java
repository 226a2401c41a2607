package io.pentimento.adapters;

import java.nio.file.Path;
import java.util.Set;

/**
 * A folder of a library.
 *
 * @param path the folder
 * @param kinds what its files are: one kind, or several to be told apart by content
 */
record AdapterFolder(Path path, Set<AdapterKind> kinds) {
  AdapterFolder {
    kinds = Set.copyOf(kinds);
  }
}
