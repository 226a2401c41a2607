package io.pentimento.internal;

/**
 * What convolutions see beyond a picture's edges: its other side along an axis that wraps, and
 * zeros along one that does not.
 *
 * @param wrapX whether left and right edge are neighbours
 * @param wrapY whether top and bottom edge are neighbours
 */
public record Edges(boolean wrapX, boolean wrapY) {
  /** Zeros all around. */
  public static final Edges ZEROS = new Edges(false, false);

  /** Tells whether an axis wraps. */
  public boolean wrap() {
    return wrapX || wrapY;
  }
}
