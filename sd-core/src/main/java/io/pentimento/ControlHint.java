package io.pentimento;

import io.pentimento.control.ControlUnit;
import io.pentimento.image.Compositing;
import io.pentimento.image.Pixels;
import io.pentimento.sampling.LatentPlan;
import java.awt.Color;
import java.util.Optional;

/** What a control unit's network sees. */
final class ControlHint {
  /** What networks for inpainting know as hidden. */
  private static final float HIDDEN = -1;

  private static final int HALF = 128;

  private ControlHint() {}

  /**
   * Returns a unit's picture after its preprocessor.
   *
   * @return {@code [3, height, width]} of the plan, in [0, 1], or -1 where it is hidden
   */
  static float[] values(ControlUnit unit, LatentPlan plan) {
    Pixels picture =
        unit.picture()
            .map(own -> Compositing.flatten(Pixels.of(own), Color.WHITE))
            .map(own -> plan.laidOut(own, unit.resizeMode()))
            .orElseGet(plan::startingPicture)
            .rgb();
    Pixels seen = unit.preprocessor().apply(picture).rgb();
    if (seen.width() != plan.width() || seen.height() != plan.height()) {
      throw new IllegalStateException(
          "The preprocessor %s must keep a picture's size, %s, but made it: %s."
              .formatted(unit.preprocessor().module(), picture.size(), seen.size()));
    }
    return values(seen, unit.preprocessor().hidesMasked() ? plan.repainted() : Optional.empty());
  }

  private static float[] values(Pixels seen, Optional<Pixels> hidden) {
    byte[] samples = seen.samples();
    int area = samples.length / 3;
    float[] values = new float[samples.length];
    for (int i = 0; i < area; i++) {
      boolean shown = hidden.isEmpty() || (hidden.get().samples()[i] & 0xff) < HALF;
      for (int c = 0; c < 3; c++) {
        values[c * area + i] = shown ? (samples[3 * i + c] & 0xff) / 255f : HIDDEN;
      }
    }
    return values;
  }
}
