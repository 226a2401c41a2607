package io.pentimento.control;

/**
 * A loaded network that steers generation by a picture. {@code io.pentimento.ControlModel} is the
 * one that pipelines work with.
 */
public interface ControlNet {
  /** Returns the name for messages: the file's, without its ending. */
  String name();

  /**
   * Returns the network itself, which another may stand for that is loaded when it is first needed.
   */
  default ControlNet loaded() {
    return this;
  }
}
