package io.pentimento.adapters;

import io.pentimento.checkpoint.ModelFormatException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An adapter that is for another kind of model: says which file, which tensor and why. */
public final class AdapterMismatchException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient Path path;
  private final transient @Nullable String tensor;

  /**
   * Refuses a file as a whole.
   *
   * @param reason what must hold, what was found, and what to do
   */
  public AdapterMismatchException(Path path, String reason) {
    super(path + ": " + reason);
    this.path = path;
    this.tensor = null;
  }

  /**
   * Refuses a file for one of its tensors.
   *
   * @param tensor the tensor's name in the file
   * @param reason what must hold, what was found, and what to do
   */
  public AdapterMismatchException(Path path, String tensor, String reason) {
    super(ModelFormatException.printable(tensor) + " in " + path + ": " + reason);
    this.path = path;
    this.tensor = tensor;
  }

  /** Returns the file that was refused. */
  public Path path() {
    return path;
  }

  /** Returns the tensor that was refused, if the reason concerns one. */
  public Optional<String> tensor() {
    return Optional.ofNullable(tensor);
  }
}
