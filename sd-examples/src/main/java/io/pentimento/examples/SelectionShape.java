package io.pentimento.examples;

import io.pentimento.inpaint.Mask;
import picocli.CommandLine.Option;

/** What becomes of a selection before it is written. */
final class SelectionShape {
  @Option(
      names = "--tolerance",
      paramLabel = "N",
      description =
          "With --colour-at: how many levels a colour may differ, 0 to 255; 32 unless set.")
  private int tolerance = 32;

  @Option(
      names = "--soft",
      description = "With --words and --subject: write how sure the network is, in levels of grey.")
  private boolean soft;

  @Option(
      names = "--least",
      paramLabel = "N",
      description = "Fill holes of fewer pixels than N, and drop parts of fewer.")
  private int least;

  @Option(names = "--fill-holes", description = "Select what is surrounded as well.")
  private boolean fillHoles;

  @Option(
      names = "--grow",
      paramLabel = "N",
      description = "Let the selection grow by so many pixels, or shrink where N is below 0.")
  private int grow;

  @Option(
      names = "--feather",
      paramLabel = "SIGMA",
      description = "Blur the edges by so many pixels.")
  private double feather;

  int tolerance() {
    return tolerance;
  }

  boolean isSoft() {
    return soft;
  }

  Mask apply(Mask found) {
    Mask tidied = least > 0 ? found.withoutSmallRegions(least) : found;
    Mask whole = fillHoles ? tidied.fillHoles() : tidied;
    Mask grown = grow < 0 ? whole.shrink(-grow) : whole.grow(grow);
    return grown.feather(feather);
  }
}
