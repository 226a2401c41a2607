package io.pentimento.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model, adapter or embedding file that cannot be read: says which file, which tensor and why.
 */
public final class ModelFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Path path;
  private final transient @Nullable String tensor;

  /**
   * Refuses a file as a whole.
   *
   * @param path the file or folder
   * @param reason what must hold, what was found, and what to do
   */
  public ModelFormatException(Path path, String reason) {
    this(path, null, reason, null);
  }

  /**
   * Refuses one tensor or entry of a file.
   *
   * @param path the file or folder
   * @param tensor the tensor or entry, or null when the file as a whole is meant
   * @param reason what must hold, what was found, and what to do
   * @param cause the failure underneath, or null
   */
  public ModelFormatException(
      Path path, @Nullable String tensor, String reason, @Nullable Throwable cause) {
    super((tensor == null ? "" : Printable.of(tensor) + " in ") + path + ": " + reason, cause);
    this.path = path;
    this.tensor = tensor;
  }

  /**
   * Returns a name from an untrusted file, made fit for a message: short, on one line, without
   * control characters.
   */
  public static String printable(String name) {
    return Printable.of(name);
  }

  /** Returns the file or folder that was refused. */
  public Path path() {
    return path;
  }

  /** Returns the tensor or entry that was refused, if the reason concerns one. */
  public Optional<String> tensor() {
    return Optional.ofNullable(tensor);
  }
}
