package io.pentimento;

/**
 * A run that the engine could not finish: says in which stage or step. The pipeline stays usable.
 */
public final class GenerationFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Tells what failed and why. */
  public GenerationFailedException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Tells what failed. */
  public GenerationFailedException(String message) {
    super(message);
  }
}
