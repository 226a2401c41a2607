package io.pentimento.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.JsonNumbers;
import io.pentimento.testing.OfflineEngine;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The wrappers that make a denoiser of a network. LCM's is that of the sampler, and left out where
 * none is offered.
 */
class PredictionGoldenTest {
  private static final String FILE = "generation/schedules.json";

  private static final double TOLERANCE = 1e-5;

  /** A way to make a denoiser of a network. */
  private record Wrapper(Prediction prediction, Sampler sampler, double slope) {
    Denoiser around(NoisePredictor network, NoiseLevels all) {
      NoiseLevels levels = sampler.levelsFor(all);
      return sampler.wrap(prediction.denoiser(network, levels::timestepAt), levels::timestepAt);
    }
  }

  /** The reference's networks depend on the timestep, but not that of LCM. */
  private static Optional<Wrapper> wrapper(String name) {
    return switch (name) {
      case "eps" -> Optional.of(new Wrapper(Prediction.EPSILON, Sampler.euler(), 0.01));
      case "v" -> Optional.of(new Wrapper(Prediction.VELOCITY, Sampler.euler(), 0.01));
      case "lcm" -> SamplerNames.find("LCM").map(lcm -> new Wrapper(Prediction.EPSILON, lcm, 0));
      default -> Optional.empty();
    };
  }

  private final NoiseLevels levels = NoiseLevels.scaledLinear(0.00085, 0.012, 1000);

  @TestFactory
  Stream<DynamicTest> denoised() {
    return GoldenCases.of(FILE + " denoiser_wrappers", this::denoisedCases);
  }

  private Stream<DynamicTest> denoisedCases() {
    return cases()
        .flatMap(
            golden ->
                wrapper(golden.get("prediction").getAsString()).stream()
                    .map(
                        wrapper ->
                            dynamicTest(
                                "schedules.json denoiser_wrappers " + golden.get("prediction"),
                                () -> assertDenoised(golden, wrapper))));
  }

  /**
   * Timestep samplers see epsilon, which of a velocity is what the denoiser takes away, by sigma.
   */
  @TestFactory
  Stream<DynamicTest> epsilonOfTimestepSamplers() {
    return GoldenCases.of(
        FILE + " denoiser_wrappers v for timestep samplers", this::epsilonOfTimestepSamplersCases);
  }

  private Stream<DynamicTest> epsilonOfTimestepSamplersCases() {
    return cases()
        .filter(golden -> golden.get("prediction").getAsString().equals("v for timestep samplers"))
        .map(
            golden ->
                dynamicTest(
                    "schedules.json denoiser_wrappers " + golden.get("prediction"),
                    () -> assertEpsilon(golden)));
  }

  private static Stream<JsonObject> cases() {
    return Goldens.objects(FILE, "denoiser_wrappers");
  }

  private void assertDenoised(JsonObject golden, Wrapper wrapper) {
    double[] sigmas = JsonNumbers.doubles(golden.get("sigma"));
    double[] timesteps = JsonNumbers.doubles(golden.get("model_t"));
    try (NDManager manager = OfflineEngine.manager()) {
      NDArray inputs = array(manager, golden, "model_input");
      NDArray denoised = array(manager, golden, "denoised");
      NDArray latents = array(manager, golden, "x");
      for (int i = 0; i < sigmas.length; i++) {
        int row = i;
        NoisePredictor network =
            (input, timestep) -> {
              assertThat(timestep)
                  .isCloseTo(timesteps[row], within(TOLERANCE * (1 + timesteps[row])));
              assertClose("model_input", input, inputs.get(row));
              return input.tanh().mul(0.5f).add((float) (wrapper.slope() * timestep / 1000));
            };
        Denoiser denoiser = wrapper.around(network, levels);
        assertClose("denoised", denoiser.denoise(latents.get(row), sigmas[row]), denoised.get(row));
      }
    }
  }

  private void assertEpsilon(JsonObject golden) {
    double[] timesteps = JsonNumbers.doubles(golden.get("t"));
    try (NDManager manager = OfflineEngine.manager()) {
      NDArray x = array(manager, golden, "x");
      NDArray epsilon = array(manager, golden, "eps");
      for (int i = 0; i < timesteps.length; i++) {
        double sigma = levels.sigma((int) timesteps[i]);
        NDArray noisy = x.get(i).mul((float) Math.sqrt(1 + sigma * sigma));
        Denoiser denoiser =
            Prediction.VELOCITY.denoiser((input, timestep) -> input.tanh(), levels::timestepAt);
        NDArray actual = noisy.sub(denoiser.denoise(noisy, sigma)).div((float) sigma);
        assertClose("eps", actual, epsilon.get(i));
      }
    }
  }

  private static NDArray array(NDManager manager, JsonObject golden, String key) {
    return manager.create(
        JsonNumbers.floats(golden.get(key)), new Shape(JsonNumbers.longs(golden.get("shape"))));
  }

  private static void assertClose(String name, NDArray actual, NDArray expected) {
    float[] floats = expected.toFloatArray();
    double[] values = new double[floats.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = floats[i];
    }
    new GoldenTensor(expected.getShape().getShape(), values)
        .assertClose(name, actual.getShape().getShape(), actual.toFloatArray(), TOLERANCE);
  }
}
