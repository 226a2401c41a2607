package io.pentimento.sampling;

/**
 * A loaded model that may take over from another in the middle of a run. {@code
 * io.pentimento.Pipeline} is the one that pipelines work with.
 */
public interface RefinerModel {
  /** Returns the name under which pictures record it: the file's, without its ending. */
  String name();

  /**
   * Returns the model itself, which another may stand for that is loaded when it is first needed.
   */
  default RefinerModel loaded() {
    return this;
  }
}
