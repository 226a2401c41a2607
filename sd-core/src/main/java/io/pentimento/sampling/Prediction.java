package io.pentimento.sampling;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;

/** What a network was trained to predict, and how a {@link Denoiser} is made of it. */
public enum Prediction {
  /** The noise: {@code latent = clean + sigma × epsilon}. */
  EPSILON("epsilon") {
    @Override
    public NDArray denoised(NDArray x, NDArray prediction, double sigma) {
      return x.sub(prediction.mul((float) sigma));
    }
  },
  /** The velocity of Salimans and Ho 2022, "Progressive Distillation", section 4. */
  VELOCITY("v_prediction") {
    @Override
    public NDArray denoised(NDArray x, NDArray prediction, double sigma) {
      double variance = sigma * sigma + 1;
      NDArray kept = x.div((float) variance);
      return kept.sub(prediction.mul((float) (sigma / Math.sqrt(variance))));
    }
  };

  private final String configName;

  Prediction(String configName) {
    this.configName = configName;
  }

  /**
   * Turns a prediction for the scaled latent {@code x / sqrt(sigma^2 + 1)} into the clean latent.
   *
   * @param x the latent with noise of level {@code sigma}, {@code [batch, channels, h, w]}
   * @param prediction what a network made of it, of the same shape
   * @return of the same shape, on the manager of {@code x}
   */
  public abstract NDArray denoised(NDArray x, NDArray prediction, double sigma);

  /**
   * Makes a denoiser of a network with this kind of prediction.
   *
   * @param network the network
   * @param timestepOfSigma at which timestep the network is called, see {@link Ladder#timestep}
   */
  public Denoiser denoiser(NoisePredictor network, DoubleUnaryOperator timestepOfSigma) {
    return Denoiser.of(
        (x, sigma) -> {
          NDArray input = x.div((float) Math.sqrt(sigma * sigma + 1));
          NoisePredictor.Output output = network.run(input, timestepOfSigma.applyAsDouble(sigma));
          NDArray denoised = denoised(x, output.guided(), sigma);
          boolean same = output.unguided() == output.guided();
          return new Denoiser.Estimate(
              denoised, same ? denoised : denoised(x, output.unguided(), sigma));
        });
  }

  /**
   * Finds a prediction by its name in {@code scheduler_config.json}.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Prediction named(String configName) {
    return Arrays.stream(values())
        .filter(prediction -> prediction.configName.equals(configName))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "prediction_type must be one of %s, but got: %s."
                        .formatted(
                            Arrays.stream(values())
                                .map(prediction -> prediction.configName)
                                .collect(Collectors.joining(", ")),
                            configName)));
  }
}
