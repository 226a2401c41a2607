package io.pentimento.checkpoint;

/**
 * A pickle that does what no weight file does; {@link PickleMachine} adds the file and the place.
 */
final class PickleException extends Exception {
  private static final long serialVersionUID = 1L;

  PickleException(String reason) {
    super(reason);
  }
}
