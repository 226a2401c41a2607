package io.pentimento.examples.recipes;

import io.pentimento.ImageToImage;
import io.pentimento.Loopback;
import io.pentimento.PictureMade;
import io.pentimento.Pipeline;
import io.pentimento.examples.DemoModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** Changes a portrait little by little, each time from the picture before, and keeps them all. */
public final class LoopAPicture {
  private LoopAPicture() {}

  /** Writes {@code loop1.png} to {@code loop5.png}. */
  public static void main(String[] arguments) throws IOException {
    try (Pipeline pipeline = Pipeline.load(DemoModel.portraits())) {
      BufferedImage portrait = GenerateAPicture.generate(pipeline, 20).image();
      List<BufferedImage> loops = loops(pipeline, request(portrait, 20));
      for (int i = 0; i < loops.size(); i++) {
        ImageIO.write(loops.get(i), "png", Path.of("loop" + (i + 1) + ".png").toFile());
      }
    }
  }

  static Loopback request(BufferedImage portrait, int steps) {
    ImageToImage first =
        ImageToImage.builder(portrait, "1girl, glasses, night sky")
            .denoisingStrength(0.35)
            .steps(steps)
            .guidanceScale(5)
            .seed(3)
            .build();
    return Loopback.of(first).withLoops(5).withFinalDenoisingStrength(0.6);
  }

  /** Returns every loop's picture; the run itself returns the last one. */
  static List<BufferedImage> loops(Pipeline pipeline, Loopback request) {
    List<BufferedImage> loops = new ArrayList<>();
    pipeline
        .start(
            request,
            event -> {
              if (event instanceof PictureMade made) {
                loops.add(made.picture());
              }
            })
        .await();
    return loops;
  }
}
