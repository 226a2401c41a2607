package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.pentimento.image.Pixels;
import io.pentimento.testing.ImageCases;
import java.awt.Color;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Strokes of colour against the reference's pictures: group {@code inpaint_sketch}. */
class SketchGoldenTest {
  @TestFactory
  Stream<DynamicTest> inpaintSketch() {
    return ImageCases.group("inpaint_sketch", SketchGoldenTest::check);
  }

  private static void check(JsonObject golden) {
    JsonObject inputs = golden.getAsJsonObject("inputs");
    JsonObject params = golden.getAsJsonObject("params");
    JsonObject outputs = golden.getAsJsonObject("outputs");
    SketchLayer sketch =
        SketchLayer.of(
            ImageCases.image(inputs.get("original")),
            ImageCases.image(inputs.get("sketch")),
            params.get("mask_transparency").getAsDouble());
    assertThat(sketch.mask()).isEqualTo(Mask.of(pixels(outputs.get("mask"))));
    Pixels init =
        sketch.over(
            pixels(inputs.get("original")),
            MaskBlur.of(params.get("mask_blur").getAsDouble()),
            Color.WHITE);
    ImageCases.assertLevels(
        "the picture to start from",
        init.samples(),
        pixels(outputs.get("init_image")).samples(),
        0);
  }

  private static Pixels pixels(JsonElement picture) {
    return Pixels.of(ImageCases.image(picture));
  }
}
