package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.control.ControlMode;
import io.pentimento.control.ControlUnit;
import io.pentimento.image.AreaAverage;
import io.pentimento.image.Pixels;
import io.pentimento.internal.Scope;
import io.pentimento.model.ControlNetwork;
import io.pentimento.sampling.Conventions;
import io.pentimento.sampling.LatentPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What each of a ControlNet's outputs is multiplied by. */
final class ControlFactors {
  /** How much less each layer counts than the one below it, in the WebUI. */
  private static final double SOFTER = 0.825;

  private ControlFactors() {}

  /**
   * Returns the factors of a mode, without weight.
   *
   * @param count how many outputs there are, the middle's last
   */
  static double[] of(ControlMode mode, Conventions conventions, int count) {
    double[] factors = new double[count];
    for (int i = 0; i < count; i++) {
      factors[i] =
          switch (mode) {
            case BALANCED -> 1;
            case PROMPT -> Math.pow(SOFTER, count - 1 - i);
            case CONTROL ->
                conventions == Conventions.DIFFUSERS
                    ? Math.pow(10, i / Math.max(1.0, count - 1) - 1)
                    : Math.pow(SOFTER, count - 1 - i);
          };
    }
    return factors;
  }

  /**
   * Makes the factors of a unit.
   *
   * @param scope holds them
   * @param factor how many pixels of the plan a latent cell is wide
   * @return one for each output, {@code [1, 1, 1, 1]}, or {@code [1, 1, h, w]} inside a mask
   */
  static List<NDArray> of(
      Scope scope,
      ControlUnit unit,
      ControlNetwork network,
      Conventions conventions,
      LatentPlan plan,
      int factor) {
    List<Integer> levels = network.config().residualLevels();
    double[] factors = of(unit.mode(), conventions, levels.size());
    Optional<Pixels> mask = unit.insideMask() ? plan.repainted() : Optional.empty();
    List<NDArray> arrays = new ArrayList<>();
    for (int i = 0; i < levels.size(); i++) {
      float scale = (float) (unit.weight() * factors[i]);
      int width = halved(plan.width() / factor, levels.get(i));
      int height = halved(plan.height() / factor, levels.get(i));
      try (Scope wide = scope.open("factor")) {
        NDArray plane =
            mask.isPresent()
                ? wide.array(plane(mask.get(), width, height, scale), 1, 1, height, width)
                : wide.array(new float[] {scale}, 1, 1, 1, 1);
        arrays.add(scope.adopt(wide.store(plane, network.type())));
      }
    }
    return arrays;
  }

  /** Convolutions of stride 2 round up. */
  private static int halved(int side, int times) {
    int halved = side;
    for (int i = 0; i < times; i++) {
      halved = (halved + 1) / 2;
    }
    return halved;
  }

  private static float[] plane(Pixels mask, int width, int height, float scale) {
    byte[] samples = AreaAverage.resize(mask, width, height).samples();
    float[] plane = new float[samples.length];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = (samples[i] & 0xff) / 255f * scale;
    }
    return plane;
  }
}
