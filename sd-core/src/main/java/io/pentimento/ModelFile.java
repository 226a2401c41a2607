package io.pentimento;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A model's file, whose hash users tell models apart by: the WebUI's "Model hash". */
final class ModelFile {
  private static final int SHORT = 10;
  private static final int AT_ONCE = 1 << 20;

  /** A large file takes seconds; programs load one again and again. */
  private static final Map<State, String> KNOWN = new ConcurrentHashMap<>();

  private final Path path;

  /** A file as it is; its hash is another as soon as any of this is. */
  private record State(Path path, long size, FileTime changed) {}

  ModelFile(Path path) {
    this.path = path.toAbsolutePath().normalize();
  }

  /** Returns the name without its ending. */
  String stem() {
    String name = name();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /** Returns the name. */
  String name() {
    return String.valueOf(path.getFileName());
  }

  /**
   * Returns the first 10 hexadecimal digits of the content's SHA-256, from memory if it was asked
   * before.
   *
   * @throws IOException if the file is gone or cannot be read
   */
  String shortHash() throws IOException {
    State state = new State(path, Files.size(path), Files.getLastModifiedTime(path));
    String known = KNOWN.get(state);
    if (known == null) {
      known = sha256().substring(0, SHORT);
      KNOWN.put(state, known);
    }
    return known;
  }

  /**
   * Returns the hash that the WebUI gave models first, and its ControlNet extension still gives
   * networks: the first 8 hexadecimal digits of the SHA-256 of 64 KiB behind the first MiB.
   *
   * @throws IOException if the file is gone or cannot be read
   */
  String partHash() throws IOException {
    try (InputStream file = Files.newInputStream(path)) {
      file.skipNBytes(Math.min(1 << 20, Files.size(path)));
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(file.readNBytes(1 << 16))).substring(0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private String sha256() throws IOException {
    try (InputStream file = Files.newInputStream(path)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[AT_ONCE];
      for (int read = file.read(buffer); read >= 0; read = file.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
