package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.FeatureKernels;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.sampling.Prediction;
import java.util.function.DoubleSupplier;

/**
 * Guidance away from what a network makes of a picture that is blurred where it looks most: Hong et
 * al. 2022, "Improving Sample Quality of Diffusion Models Using Self-Attention Guidance", algorithm
 * 1, with the settings of diffusers.
 *
 * @param scale s of equation 16, above 0
 * @param prediction what the network predicts
 * @param sigma tells the noise level of the current call
 */
record SelfAttentionGuidance(double scale, Prediction prediction, DoubleSupplier sigma) {
  /** What gets more attention than a cell does on average is blurred: psi of equation 14. */
  private static final float THRESHOLD = 1;

  private static final int TAPS = 9;

  /** Of the blur, in latent cells. */
  private static final double DEVIATION = 1;

  /**
   * Returns a call's input with the estimate of the clean latent blurred in it and the noise as it
   * is: equations 14 and 15.
   *
   * @param input the latent scaled to unit variance, {@code [batch, channels, h, w]}
   * @param predicted what the network made of it without guidance
   * @param received how much attention each cell got, {@code [batch, 1, rows, columns]}
   */
  NDArray degraded(Scope parent, NDArray input, NDArray predicted, NDArray received) {
    try (Scope scope = parent.open("degraded")) {
      double level = sigma.getAsDouble();
      float spread = (float) Math.sqrt(level * level + 1);
      NDArray held = scope.multiply(input, scope.array(new float[] {spread}, 1));
      NDArray clean = scope.plain(prediction.denoised(held, predicted, level));
      NDArray most = scope.cast(received.gt(THRESHOLD), NumberType.FLOAT32);
      NDArray blurred = FeatureKernels.blurWhere(scope, clean, most, scope.array(taps(), TAPS));
      return parent.adopt(scope.addScaled(input, blurred.sub(clean), 1 / spread));
    }
  }

  private static float[] taps() {
    double[] bell = new double[TAPS];
    double sum = 0;
    for (int i = 0; i < TAPS; i++) {
      double x = (i - TAPS / 2) / DEVIATION;
      bell[i] = Math.exp(-0.5 * x * x);
      sum += bell[i];
    }
    float[] taps = new float[TAPS];
    for (int i = 0; i < TAPS; i++) {
      taps[i] = (float) (bell[i] / sum);
    }
    return taps;
  }

  /** Returns what is added to the guided prediction: equation 16. */
  NDArray push(NDArray unguided, NDArray fromDegraded) {
    return unguided.sub(fromDegraded).mul((float) scale);
  }
}
