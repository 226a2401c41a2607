package io.pentimento.image;

import com.google.gson.JsonObject;
import io.pentimento.testing.ImageCases;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Colour correction against the reference's pictures, stage by stage and as a whole. */
class ColourCorrectionGoldenTest {
  @TestFactory
  Stream<DynamicTest> colourCorrection() {
    return ImageCases.group(
        "colour_correction",
        golden -> check(golden.getAsJsonObject("inputs"), golden.getAsJsonObject("outputs")));
  }

  /** The files allow a level or more for other roundings of L*a*b*; ours are the reference's. */
  private static void check(JsonObject inputs, JsonObject outputs) {
    Pixels target = pixels(inputs, "target");
    Pixels generated = pixels(inputs, "generated");
    Pixels targetLab = pixels(outputs, "stage_target_lab");
    Pixels generatedLab = pixels(outputs, "stage_generated_lab");
    Pixels matchedLab = pixels(outputs, "stage_matched_lab");
    Pixels matchedRgb = pixels(outputs, "stage_matched_rgb");
    assertSame("Lab of the target", Lab.fromRgb(target), targetLab);
    assertSame("Lab of the generated", Lab.fromRgb(generated), generatedLab);
    assertSame(
        "the matched Lab", ColourCorrection.matchHistograms(generatedLab, targetLab), matchedLab);
    assertSame("the matched RGB", Lab.toRgb(matchedLab), matchedRgb);
    Pixels expected = pixels(outputs, "image");
    assertSame(
        "the blended picture", ColourCorrection.withLuminosity(matchedRgb, generated), expected);
    assertSame(
        "the corrected picture", ColourCorrection.towards(target).apply(generated), expected);
  }

  private static void assertSame(String name, Pixels actual, Pixels expected) {
    ImageCases.assertLevels(name, actual.samples(), expected.samples(), 0);
  }

  private static Pixels pixels(JsonObject pictures, String name) {
    return Pixels.of(ImageCases.image(pictures.get(name)));
  }
}
