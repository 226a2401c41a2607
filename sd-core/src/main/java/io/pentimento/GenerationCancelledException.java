package io.pentimento;

import java.util.concurrent.CancellationException;

/** A run that was stopped by {@link Run#cancel()}. */
public final class GenerationCancelledException extends CancellationException {
  private static final long serialVersionUID = 1L;

  /** Tells where the run stopped. */
  public GenerationCancelledException(String message) {
    super(message);
  }
}
