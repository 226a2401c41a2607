package io.pentimento.grid;

import io.pentimento.Generation;
import io.pentimento.infotext.Infotext;
import java.util.List;

/** Tells how a grid was made, in the fields of the WebUI's script. */
final class GridParameters {
  private static final List<String> AXES = List.of("X", "Y", "Z");

  private GridParameters() {}

  /**
   * Returns the parameters of the first cell, and the axes.
   *
   * @param axes X, Y and Z
   */
  static Infotext of(Generation first, List<? extends Axis<?>> axes) {
    Infotext cell = first.infotext(0);
    Infotext.Builder text = Infotext.builder(cell.prompt()).negativePrompt(cell.negativePrompt());
    cell.fields().forEach(text::field);
    text.field("Script", "X/Y/Z plot");
    for (int i = 0; i < axes.size(); i++) {
      Axis<?> axis = axes.get(i);
      if (!axis.name().isEmpty()) {
        text.field(AXES.get(i) + " Type", axis.name());
        text.field(AXES.get(i) + " Values", axis.typed());
        if (axis.isOfSeeds()) {
          text.field("Fixed " + AXES.get(i) + " Values", axis.list());
        }
      }
    }
    return text.build();
  }
}
