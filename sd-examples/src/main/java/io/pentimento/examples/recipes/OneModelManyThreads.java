package io.pentimento.examples.recipes;

import io.pentimento.Generation;
import io.pentimento.Pipeline;
import io.pentimento.Run;
import io.pentimento.TextToImage;
import io.pentimento.examples.DemoModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Runs several requests at once on one loaded model; none sees anything of the others. */
public final class OneModelManyThreads {
  private static final List<String> PROMPTS = List.of("1girl, beach", "1boy, forest", "no humans, night sky");

  private OneModelManyThreads() {}

  /** Writes {@code scene-1.png} and so on. */
  public static void main(String[] arguments) throws IOException {
    try (Pipeline pipeline = Pipeline.load(DemoModel.portraits())) {
      int number = 1;
      for (Generation scene : generate(pipeline, 20)) {
        scene.writePng(Path.of("scene-" + number++ + ".png"));
      }
    }
  }

  static List<Generation> generate(Pipeline pipeline, int steps) {
    List<Run> runs = PROMPTS.stream().map(prompt -> pipeline.start(request(prompt, steps))).toList();
    return runs.stream().map(Run::await).toList();
  }

  static TextToImage request(String prompt, int steps) {
    return TextToImage.builder(prompt).steps(steps).guidanceScale(5).seed(21).build();
  }
}
