package io.pentimento.examples.recipes;

import io.pentimento.Pipeline;
import io.pentimento.TextToImage;
import io.pentimento.examples.DemoModel;
import io.pentimento.sampling.RegionMask;
import io.pentimento.sampling.RegionalPrompt;
import java.io.IOException;
import java.nio.file.Path;

/** Makes a picture whose two halves have words of their own. */
public final class DrawPartsApart {
  private DrawPartsApart() {}

  /** Writes {@code parts.png}. */
  public static void main(String[] arguments) throws IOException {
    try (Pipeline pipeline = Pipeline.load(DemoModel.portraits())) {
      pipeline.generate(request(20)).writePng(Path.of("parts.png"));
    }
  }

  static TextToImage request(int steps) {
    RegionMask left = RegionMask.rectangle(0, 0, 0.5, 1);
    RegionMask right = RegionMask.rectangle(0.5, 0, 1, 1);
    return TextToImage.builder("beach")
        .negativePrompt("blurry, lowres")
        .regionalPrompts(
            RegionalPrompt.of(left, "1girl, beach, white hat"),
            RegionalPrompt.of(right, "1boy, night sky, glasses"))
        .size(192, 96)
        .steps(steps)
        .guidanceScale(4)
        .seed(42)
        .build();
  }
}
