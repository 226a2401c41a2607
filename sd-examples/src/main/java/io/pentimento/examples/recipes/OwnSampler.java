package io.pentimento.examples.recipes;

import ai.djl.ndarray.NDArray;
import io.pentimento.Generation;
import io.pentimento.Pipeline;
import io.pentimento.TextToImage;
import io.pentimento.examples.DemoModel;
import io.pentimento.sampling.Denoiser;
import io.pentimento.sampling.Step;
import io.pentimento.sampling.Steps;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Samples with an algorithm of your own, here Ralston's method: of all second-order methods with
 * two looks at the slope, the one with the smallest bound on its error. Iterating over the steps
 * opens and closes the memory of each, reports progress and honours cancellation.
 */
public final class OwnSampler {
  private OwnSampler() {}

  /** Writes {@code ralston.png}. */
  public static void main(String[] arguments) throws IOException {
    try (Pipeline pipeline = Pipeline.load(DemoModel.portraits())) {
      generate(pipeline, 10).writePng(Path.of("ralston.png"));
    }
  }

  static Generation generate(Pipeline pipeline, int steps) {
    TextToImage request =
        TextToImage.builder("1girl, hair bun, sunset")
            .steps(steps)
            .guidanceScale(5)
            .seed(21)
            .sampler(OwnSampler::ralston)
            .build();
    return pipeline.generate(request);
  }

  static NDArray ralston(Denoiser denoiser, NDArray x, Steps steps) {
    NDArray latent = x;
    for (Step step : steps) {
      double difference = step.nextSigma() - step.sigma();
      NDArray slope = slope(denoiser, latent, step.sigma());
      double between = step.sigma() + difference * 2 / 3;
      NDArray there = latent.add(slope.mul(difference * 2 / 3));
      NDArray mixed = slope.mul(0.25).add(slope(denoiser, there, between).mul(0.75));
      latent = step.keep(latent.add(mixed.mul(difference)));
    }
    return latent;
  }

  /** Where the latent is heading: away from its noise. */
  private static NDArray slope(Denoiser denoiser, NDArray x, double sigma) {
    return x.sub(denoiser.denoise(x, sigma)).div(sigma);
  }
}
