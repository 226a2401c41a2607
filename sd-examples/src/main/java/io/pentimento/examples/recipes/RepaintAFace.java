package io.pentimento.examples.recipes;

import io.pentimento.Pipeline;
import io.pentimento.examples.DemoModel;
import io.pentimento.image.ImageSize;
import io.pentimento.inpaint.Inpaint;
import io.pentimento.inpaint.InpaintArea;
import io.pentimento.inpaint.Mask;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

/** Repaints the middle of a portrait; every pixel around it keeps its bytes. */
public final class RepaintAFace {
  private RepaintAFace() {}

  /** Writes {@code repainted.png}. */
  public static void main(String[] arguments) throws IOException {
    try (Pipeline pipeline = Pipeline.load(DemoModel.portraits())) {
      BufferedImage portrait = GenerateAPicture.generate(pipeline, 20).image();
      pipeline.generate(request(portrait, 20)).writePng(Path.of("repainted.png"));
    }
  }

  static Inpaint request(BufferedImage portrait, int steps) {
    int width = portrait.getWidth();
    int height = portrait.getHeight();
    Rectangle middle = new Rectangle(width / 4, height / 4, width / 2, height / 2);
    return Inpaint.builder(
            portrait, Mask.ellipse(ImageSize.of(portrait), middle), "1girl, (closed eyes:1.2), smile")
        .area(InpaintArea.wholePicture()) // InpaintArea.onlyMasked(32) gives a small face in a large picture more detail
        .maskBlur(4)
        .denoisingStrength(0.75)
        .steps(steps)
        .guidanceScale(5)
        .seed(21)
        .build();
  }
}
