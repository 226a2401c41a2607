package io.pentimento.examples.recipes;

import io.pentimento.Generation;
import io.pentimento.Pipeline;
import io.pentimento.TextToImage;
import io.pentimento.examples.DemoModel;
import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.SigmaSchedule;
import java.io.IOException;
import java.nio.file.Path;

/** Makes a picture from words, and writes it with its settings inside. */
public final class GenerateAPicture {
  private GenerateAPicture() {}

  /** Writes {@code picture.png}. */
  public static void main(String[] arguments) throws IOException {
    try (Pipeline pipeline = Pipeline.load(DemoModel.portraits())) {
      generate(pipeline, 20).writePng(Path.of("picture.png"));
    }
  }

  static Generation generate(Pipeline pipeline, int steps) {
    TextToImage request =
        TextToImage.builder("1girl, red hair, twintails, beach")
            .steps(steps)
            .guidanceScale(5)
            .seed(21)
            .sampler(Sampler.dpmpp2m())
            .schedule(SigmaSchedule.karras())
            .build();
    return pipeline.generate(request);
  }
}
