package io.pentimento.inpaint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Soft inpainting's blend of a latent with the one that was started from. The blend is linear, and
 * then each cell, a vector over the channels, gets the length between those of the two that a power
 * mean gives, so that the middle does not fade. Powers are taken in 64 bits.
 *
 * @param settings how it blends
 * @param init the latent that was started from, {@code [1 or batch, channels, h, w]}
 * @param repaint 0 (keep) to 1 (repaint) for each cell, row by row
 */
record SoftBlend(SoftInpainting settings, NDArray init, float[] repaint) {
  /** Keeps the length of a cell of zeros from dividing. */
  private static final double LEAST_LENGTH = 0.00001;

  /**
   * Blends a latent, which may be an estimate or what the model is shown.
   *
   * @param latent {@code [batch, channels, h, w]}
   * @param level the noise level: sigma, or the timestep for samplers that count in those
   * @return the blend, of the same shape, on the latent's manager
   */
  NDArray blend(NDArray latent, double level) {
    Shape shape = new Shape(1, 1, init.getShape().get(2), init.getShape().get(3));
    float[] weights = weights(level);
    NDArray shown = latent.getManager().create(weights, shape);
    NDArray kept = shown.mul(-1).add(1);
    NDArray mixed = latent.mul(shown).add(kept.mul(init));
    // What begins with the latent of the step belongs to the step's scope.
    NDArray own = latent.zerosLike().add(init);
    NDArray wanted =
        powered(latent)
            .mul(shown.toType(DataType.FLOAT64, false))
            .add(powered(own).mul(kept.toType(DataType.FLOAT64, false)))
            .pow(1 / settings.transitionContrast());
    NDArray actual = length(mixed).add(LEAST_LENGTH);
    return mixed.mul(wanted.div(actual).toType(DataType.FLOAT32, false));
  }

  /** Returns how much of the latent each cell shows at a level: 0 keeps, 1 shows it alone. */
  float[] weights(double level) {
    double exponent = settings.exponent(level);
    float[] weights = new float[repaint.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) Math.pow(repaint[i], exponent);
    }
    return weights;
  }

  private NDArray powered(NDArray latent) {
    return length(latent).pow(settings.transitionContrast());
  }

  /** Returns the length of each cell over the channels, {@code [batch, 1, h, w]}, float64. */
  private static NDArray length(NDArray latent) {
    return latent.square().sum(new int[] {1}, true).sqrt().toType(DataType.FLOAT64, false);
  }
}
