package io.pentimento.examples.recipes;

import io.pentimento.Generation;
import io.pentimento.PictureMade;
import io.pentimento.Pipeline;
import io.pentimento.examples.DemoModel;
import io.pentimento.examples.PortraitFaces;
import io.pentimento.inpaint.Detail;
import io.pentimento.inpaint.DetectionOrder;
import io.pentimento.inpaint.DetectionSelection;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds the faces of a portrait and repaints each of them alone. The demo model's faces are found
 * by rules; for other pictures put {@code RegionDetector.of(YoloModel.load(file))} in their place.
 */
public final class RepairFaces {
  private RepairFaces() {}

  /** Writes {@code repaired.png}. */
  public static void main(String[] arguments) throws IOException {
    try (Pipeline pipeline = Pipeline.load(DemoModel.portraits())) {
      BufferedImage portrait = GenerateAPicture.generate(pipeline, 20).image();
      repair(pipeline, portrait, 20, System.out::println).writePng(Path.of("repaired.png"));
    }
  }

  static Generation repair(
      Pipeline pipeline, BufferedImage portrait, int steps, Consumer<String> told) {
    Detail request =
        Detail.builder(portrait, new PortraitFaces(), "1girl, twintails, beach")
            .regionPrompt("1girl, smile [SEP] [PROMPT]")
            .selection(DetectionSelection.DEFAULTS.withOrder(DetectionOrder.LEFT_TO_RIGHT))
            .denoisingStrength(0.4)
            .steps(steps)
            .guidanceScale(5)
            .seed(21)
            .build();
    Generation repaired =
        pipeline
            .start(
                request,
                event -> {
                  if (event instanceof PictureMade made) {
                    List<BufferedImage> beforeAndAfter =
                        List.of(made.before().orElseThrow(), made.picture());
                    told.accept(
                        "face %d of %d: %d pictures to compare"
                            .formatted(made.index() + 1, made.count(), beforeAndAfter.size()));
                  }
                })
            .await();
    told.accept("found: " + ((Detail) repaired.request()).chosen().size());
    return repaired;
  }
}
