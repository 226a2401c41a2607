package io.pentimento.adapters;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The files in a folder and those below it, with what tells whether that is still so: the time at
 * which each folder's list of files changed last.
 *
 * <p>File systems tell times as coarsely as two seconds. A folder that had changed just before it
 * was read may change again without another time, so it counts as changed until it is older.
 */
final class FolderScan {
  private static final Duration COARSEST_TIME = Duration.ofSeconds(2);

  /** Deeper than anyone sorts files, and an end to what links make endless. */
  private static final int DEEPEST = 16;

  private final Path root;
  private final Map<Path, FileTime> folders = new HashMap<>();
  private final SortedSet<Path> files = new TreeSet<>();
  private final boolean settled;

  private FolderScan(Path root, Instant start) throws IOException {
    this.root = root;
    if (Files.isDirectory(root)) {
      Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEEPEST, new Visitor());
    }
    Instant newest = start.minus(COARSEST_TIME);
    this.settled = folders.values().stream().allMatch(time -> time.toInstant().isBefore(newest));
  }

  /** Reads a folder; one that is not there is empty. */
  static FolderScan of(Path root) throws IOException {
    return new FolderScan(root, Instant.now());
  }

  /** Returns all files, in the order of their paths. */
  List<Path> files() {
    return List.copyOf(files);
  }

  /** Tells whether reading again would find the same files. */
  boolean isCurrent() {
    return settled
        && (!folders.isEmpty() || Files.notExists(root))
        && folders.entrySet().stream()
            .allMatch(folder -> folder.getValue().equals(time(folder.getKey())));
  }

  private static @Nullable FileTime time(Path folder) {
    try {
      return Files.getLastModifiedTime(folder);
    } catch (IOException e) {
      return null;
    }
  }

  private final class Visitor extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      folders.put(folder, attributes.lastModifiedTime());
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      boolean hidden = Objects.toString(file.getFileName(), "").startsWith(".");
      if (attributes.isRegularFile() && !hidden) {
        files.add(file);
      }
      return FileVisitResult.CONTINUE;
    }

    /** Passes over loops of links, and files that went away or are closed to us. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException reason) {
      return FileVisitResult.CONTINUE;
    }
  }
}
