package io.pentimento.checkpoint;

/**
 * Python's {@code None} in the content of a {@link TorchFile}, so that no map or list holds a null.
 */
public enum PickledNone {
  /** The one value. */
  NONE
}
