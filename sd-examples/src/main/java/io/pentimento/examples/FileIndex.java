package io.pentimento.examples;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * The files of a folder with what tells a whole one from a damaged one.
 *
 * <p>As text, one line a file: CRC-32 in hexadecimal, size in bytes, path below the folder. A CRC is enough, since the
 * index guards against accidents and not against the user, and is several times as fast as a digest: the whole model is
 * checked each time it is asked for.
 *
 * @param entries the files, by path
 */
record FileIndex(List<Entry> entries) {
  /**
   * One file.
   *
   * @param crc its CRC-32
   * @param size its size in bytes
   * @param path its path below the folder, with forward slashes
   */
  record Entry(long crc, long size, String path) {
    /** Tells whether a file has the content this entry stands for. */
    boolean matches(Path file) throws IOException {
      return Files.isRegularFile(file) && Files.size(file) == size && crcOf(file) == crc;
    }

    @Override
    public String toString() {
      return "%08x %d %s".formatted(crc, size, path);
    }
  }

  FileIndex {
    entries = List.copyOf(entries);
  }

  /** Reads an index from its text. */
  static FileIndex parse(String text) {
    List<Entry> entries = new ArrayList<>();
    text.lines()
        .filter(line -> !line.isBlank())
        .forEach(
            line -> {
              int first = line.indexOf(' ');
              int second = line.indexOf(' ', first + 1);
              entries.add(
                  new Entry(
                      Long.parseLong(line.substring(0, first), 16),
                      Long.parseLong(line.substring(first + 1, second)),
                      line.substring(second + 1)));
            });
    return new FileIndex(entries);
  }

  /** Makes the index of a folder. */
  static FileIndex of(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    }
    List<Entry> entries = new ArrayList<>();
    for (Path file : files) {
      String path = folder.relativize(file).toString().replace('\\', '/');
      entries.add(new Entry(crcOf(file), Files.size(file), path));
    }
    return new FileIndex(entries);
  }

  /** Returns a short name for exactly this content. */
  String key() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return entries.stream().map(entry -> entry + "\n").collect(Collectors.joining());
  }

  private static long crcOf(Path file) throws IOException {
    CRC32 crc = new CRC32();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        crc.update(buffer, 0, read);
      }
    }
    return crc.getValue();
  }
}
