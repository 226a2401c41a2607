package io.pentimento.examples.recipes;

import io.pentimento.Pipeline;
import io.pentimento.TiledUpscale;
import io.pentimento.examples.DemoModel;
import io.pentimento.image.TileBlending;
import io.pentimento.image.Upscaler;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

/** Makes a portrait three times as large, and sharpens it with the model, tile by tile. */
public final class EnlargeAPicture {
  private EnlargeAPicture() {}

  /** Writes {@code large.png}. */
  public static void main(String[] arguments) throws IOException {
    try (Pipeline pipeline = Pipeline.load(DemoModel.portraits())) {
      BufferedImage portrait = GenerateAPicture.generate(pipeline, 20).image();
      pipeline.generate(request(portrait, 20)).writePng(Path.of("large.png"));
    }
  }

  static TiledUpscale request(BufferedImage portrait, int steps) {
    // This model draws portraits only: with much denoising each tile would become one.
    return TiledUpscale.builder(portrait, "")
        .scale(3)
        .upscaler(Upscaler.lanczos()) // or UpscalerModel.load(file)
        .tile(192, 192)
        .overlap(64)
        .blending(TileBlending.FEATHERED)
        .denoisingStrength(0.1)
        .steps(steps)
        .guidanceScale(1)
        .seed(3)
        .build();
  }
}
