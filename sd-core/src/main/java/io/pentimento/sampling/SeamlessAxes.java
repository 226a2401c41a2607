package io.pentimento.sampling;

/** Along which axes a picture continues on its other side, so that copies of it join unseen. */
public enum SeamlessAxes {
  /** Along none. */
  NONE(false, false, "False"),
  /** Left and right edge join. */
  X(true, false, "X"),
  /** Top and bottom edge join. */
  Y(false, true, "Y"),
  /** All edges join. */
  BOTH(true, true, "True");

  private final boolean x;
  private final boolean y;
  private final String label;

  SeamlessAxes(boolean x, boolean y, String label) {
    this.x = x;
    this.y = y;
    this.label = label;
  }

  /** Tells whether left and right edge join. */
  public boolean x() {
    return x;
  }

  /** Tells whether top and bottom edge join. */
  public boolean y() {
    return y;
  }

  /** Returns the value of the WebUI's field "Tiling", which knows both axes or none. */
  public String label() {
    return label;
  }
}
