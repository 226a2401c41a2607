package io.pentimento.examples.recipes;

import io.pentimento.Pipeline;
import io.pentimento.TextToImage;
import io.pentimento.examples.DemoModel;
import io.pentimento.grid.Axis;
import io.pentimento.grid.Grid;
import io.pentimento.grid.GridResult;
import io.pentimento.sampling.Sampler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Makes one labelled picture of a prompt under settings that vary. */
public final class CompareSettings {
  private CompareSettings() {}

  /** Writes {@code grid.png}. */
  public static void main(String[] arguments) throws IOException {
    try (Pipeline pipeline = Pipeline.load(DemoModel.portraits())) {
      grid(4, 8, 20)
          .run(pipeline, step -> System.out.printf("%.0f%%%n", 100 * step.fraction()))
          .write(Path.of("grid.png"));
      own(pipeline).write(Path.of("shapes.png"));
    }
  }

  /** Varies steps from left to right and samplers from top to bottom. */
  static Grid<TextToImage.Builder> grid(int... steps) {
    TextToImage request = TextToImage.builder("1girl, red hair, beach").guidanceScale(5).build();
    return Grid.builder(request)
        .x(Axis.steps(steps))
        .y(Axis.samplers(Sampler.euler(), Sampler.ddim(), Sampler.dpmpp2m()))
        .margin(4)
        .build();
  }

  /** Varies what there is no axis for. */
  static GridResult own(Pipeline pipeline) {
    TextToImage request = TextToImage.builder("1girl, red hair, beach").steps(2).build();
    return Grid.builder(request)
        .x(Axis.of("Width", List.of(64, 96), (builder, width) -> builder.size(width, 96)))
        .y(Axis.promptReplace("red", "blue"))
        .build()
        .run(pipeline, step -> {});
  }
}
