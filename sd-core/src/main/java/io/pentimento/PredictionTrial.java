package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.model.NetworkLease;
import io.pentimento.model.Observer;
import io.pentimento.model.UNet;
import io.pentimento.sampling.Prediction;
import java.util.Arrays;

/**
 * Finds out what the U-Net of Stable Diffusion 2 predicts by running it once, as the WebUI does:
 * nothing in old files tells. At the last timestep the latent is all noise. A network that predicts
 * it gives its input back; one that predicts v gives minus the picture, which has a mean.
 */
final class PredictionTrial {
  private static final int SIDE = 8;
  private static final int TOKENS = 2;
  private static final double LAST_TIMESTEP = 999;
  private static final float INPUT = 0.5f;
  private static final double LIMIT = -1;

  private PredictionTrial() {}

  static Prediction of(UNet outline, Scope model) {
    int channels = outline.config().inChannels();
    int width = outline.config().crossAttentionDim();
    try (NetworkLease<UNet> lease = outline.use();
        Scope scope = model.open("prediction trial")) {
      UNet unet = lease.network();
      NDArray out =
          unet.predict(
              scope,
              scope.array(filled(channels * SIDE * SIDE), 1, channels, SIDE, SIDE),
              unet.embedTime(scope, LAST_TIMESTEP),
              unet.project(scope, scope.array(filled(TOKENS * width), 1, TOKENS, width)),
              Observer.NONE);
      double sum = 0;
      float[] values = out.toFloatArray();
      for (float value : values) {
        sum += value - INPUT;
      }
      return sum / values.length < LIMIT ? Prediction.VELOCITY : Prediction.EPSILON;
    }
  }

  private static float[] filled(int length) {
    float[] values = new float[length];
    Arrays.fill(values, INPUT);
    return values;
  }
}
