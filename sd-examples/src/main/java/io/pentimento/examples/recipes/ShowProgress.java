package io.pentimento.examples.recipes;

import io.pentimento.GenerationEvent;
import io.pentimento.Pipeline;
import io.pentimento.StepFinished;
import io.pentimento.TextToImage;
import io.pentimento.examples.DemoModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.function.Consumer;

/** Tells after each step how far a run is, and looks at what the picture will be. */
public final class ShowProgress {
  private ShowProgress() {}

  /** Prints a line a step. */
  public static void main(String[] arguments) throws IOException {
    try (Pipeline pipeline = Pipeline.load(DemoModel.portraits())) {
      run(pipeline, 20, System.out::println);
    }
  }

  static void run(Pipeline pipeline, int steps, Consumer<String> out) {
    TextToImage request = TextToImage.builder("1boy, glasses, city").steps(steps).seed(21).build();
    pipeline.start(request, event -> tell(event, out)).await();
  }

  /** The run waits for its listener, so be quick: hand slow work, such as drawing the preview, to another thread. */
  private static void tell(GenerationEvent event, Consumer<String> out) {
    if (event instanceof StepFinished step) {
      BufferedImage preview = step.previews().get().get(0);
      out.accept(
          "step %d of %d, %d s left, a preview of %dx%d pixels"
              .formatted(
                  step.index() + 1,
                  step.count(),
                  step.remaining().toSeconds(),
                  preview.getWidth(),
                  preview.getHeight()));
    }
  }
}
