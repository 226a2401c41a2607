package io.pentimento.adapters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The adapters of a library at one time, by kind and name. Immutable once made. */
final class LibraryIndex {
  private static final Set<String> PICTURES = Set.of("png", "webp");
  private static final String PREVIEW = ".preview";

  /** Under the same name in the same folder, this one is meant. */
  private static final String PREFERRED = "safetensors";

  private record Key(AdapterKind kind, String name) {}

  private final Map<Key, LibraryAdapter> byName = new LinkedHashMap<>();
  private final List<FolderScan> scans = new ArrayList<>();

  /** Files that are no adapters, but may still be on their way here. */
  private final Map<Path, FileStamp> unknown = new HashMap<>();

  private LibraryIndex() {}

  /**
   * Reads folders. Of files with the same name those in earlier folders count.
   *
   * @param kinds tells what a file is where its folder does not
   */
  static LibraryIndex read(List<AdapterFolder> folders, FileCache<Optional<AdapterKind>> kinds)
      throws IOException {
    LibraryIndex index = new LibraryIndex();
    for (AdapterFolder folder : folders) {
      FolderScan scan = FolderScan.of(folder.path());
      index.scans.add(scan);
      index.add(folder, scan.files(), kinds);
    }
    return index;
  }

  private void add(AdapterFolder folder, List<Path> files, FileCache<Optional<AdapterKind>> kinds)
      throws IOException {
    List<Path> candidates = candidates(folder, files);
    Set<Path> stems = new HashSet<>();
    for (Path file : candidates) {
      boolean picture = PICTURES.contains(FileNames.ending(file));
      Path stem = file.resolveSibling(FileNames.stem(file));
      if (!picture) {
        stems.add(stem);
      } else if (stems.contains(stem) || stem.toString().endsWith(PREVIEW)) {
        continue;
      }
      Optional<AdapterKind> kind =
          picture || folder.kinds().size() > 1
              ? found(file, kinds)
              : folder.kinds().stream().findFirst();
      kind.filter(folder.kinds()::contains)
          .ifPresent(
              known -> {
                String name = folder.path().relativize(stem).toString().replace('\\', '/');
                byName.putIfAbsent(new Key(known, name), new LibraryAdapter(known, name, file));
              });
    }
  }

  /** Returns the files that may be adapters by their ending, pictures behind all others. */
  private static List<Path> candidates(AdapterFolder folder, List<Path> files) {
    Set<String> endings =
        folder.kinds().stream()
            .flatMap(kind -> kind.endings().stream())
            .collect(Collectors.toSet());
    return files.stream()
        .filter(file -> endings.contains(FileNames.ending(file)))
        .sorted(
            Comparator.comparing((Path file) -> PICTURES.contains(FileNames.ending(file)))
                .thenComparing(file -> !FileNames.ending(file).equals(PREFERRED))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  private Optional<AdapterKind> found(Path file, FileCache<Optional<AdapterKind>> kinds)
      throws IOException {
    FileStamp stamp = FileStamp.of(file);
    Optional<AdapterKind> kind = kinds.get(file);
    if (kind.isEmpty()) {
      unknown.put(file, stamp);
    }
    return kind;
  }

  /** Tells whether reading the folders again would find the same. */
  boolean isCurrent() {
    return scans.stream().allMatch(FolderScan::isCurrent)
        && unknown.entrySet().stream()
            .allMatch(file -> Optional.of(file.getValue()).equals(stamp(file.getKey())));
  }

  private static Optional<FileStamp> stamp(Path file) {
    try {
      return Optional.of(FileStamp.of(file));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Returns all adapters, folder by folder in the order of their names. */
  List<LibraryAdapter> adapters() {
    return byName.values().stream()
        .sorted(
            Comparator.comparing(
                    (LibraryAdapter adapter) -> adapter.name().toLowerCase(Locale.ROOT))
                .thenComparing(LibraryAdapter::name)
                .thenComparing(LibraryAdapter::kind))
        .toList();
  }

  List<LibraryAdapter> adapters(AdapterKind kind) {
    return adapters().stream().filter(adapter -> adapter.kind() == kind).toList();
  }

  /**
   * Finds an adapter by its name with folders, else by its name alone, each first as written and
   * then in any case.
   *
   * @throws IllegalArgumentException if several could be meant
   */
  Optional<LibraryAdapter> find(AdapterKind kind, String name) {
    LibraryAdapter exact = byName.get(new Key(kind, name));
    if (exact != null) {
      return Optional.of(exact);
    }
    List<LibraryAdapter> all = adapters(kind);
    List<Predicate<LibraryAdapter>> attempts =
        List.of(
            adapter -> adapter.simpleName().equals(name),
            adapter -> adapter.name().equalsIgnoreCase(name),
            adapter -> adapter.simpleName().equalsIgnoreCase(name));
    for (Predicate<LibraryAdapter> attempt : attempts) {
      List<LibraryAdapter> found = all.stream().filter(attempt).toList();
      if (!found.isEmpty()) {
        return Optional.of(only(kind, name, found));
      }
    }
    return Optional.empty();
  }

  /** Returns the one adapter that a name means. */
  static LibraryAdapter only(AdapterKind kind, String name, List<LibraryAdapter> found) {
    if (found.size() > 1) {
      throw new IllegalArgumentException(
          "%s \"%s\" must mean one file, but may be any of: %s. Write its folder, too."
              .formatted(
                  kind.label(),
                  name,
                  found.stream().map(LibraryAdapter::name).collect(Collectors.joining(", "))));
    }
    return found.get(0);
  }
}
