package io.pentimento.control;

/**
 * A loaded adapter that lets a model look at pictures beside the prompt. {@code
 * io.pentimento.IpAdapter} is the one that pipelines work with.
 */
public interface ImageAdapter {
  /** Returns the name for messages: the file's, without its ending. */
  String name();

  /**
   * Returns the adapter itself, which another may stand for that is loaded when it is first needed.
   */
  default ImageAdapter loaded() {
    return this;
  }
}
