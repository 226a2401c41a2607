package io.pentimento.sampling;

/** In which passes of a hires fix a {@link Refiner} takes over. A single pass is always refined. */
public enum RefinedPasses {
  /** In the first, before the picture is enlarged. */
  FIRST("first pass"),
  /** In the second, over the enlarged picture: the WebUI's way unless it is told otherwise. */
  SECOND("second pass"),
  /** In each, which begins with the first model again. */
  BOTH("both passes");

  private final String label;

  RefinedPasses(String label) {
    this.label = label;
  }

  /** Returns the name under which pictures record it. */
  public String label() {
    return label;
  }

  /**
   * Tells whether a pass is refined.
   *
   * @param pass its index, from 0
   * @param passes how many passes the run has
   */
  public boolean hold(int pass, int passes) {
    return passes == 1
        || switch (this) {
          case FIRST -> pass == 0;
          case SECOND -> pass > 0;
          case BOTH -> true;
        };
  }
}
