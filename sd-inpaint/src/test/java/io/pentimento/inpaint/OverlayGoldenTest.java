package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.pentimento.image.Pixels;
import io.pentimento.testing.ImageCases;
import java.awt.Rectangle;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Filling and compositing against the reference's pictures: groups {@code fill} and {@code
 * overlay}.
 */
class OverlayGoldenTest {
  @TestFactory
  Stream<DynamicTest> fill() {
    return ImageCases.group(
        "fill",
        golden -> {
          JsonObject inputs = golden.getAsJsonObject("inputs");
          Pixels expected = pixels(golden.getAsJsonObject("outputs"), "image");
          Pixels filled =
              ContentFill.fill(pixels(inputs, "image"), Mask.of(pixels(inputs, "mask")));
          ImageCases.assertLevels("the filled picture", filled.samples(), expected.samples(), 0);
        });
  }

  @TestFactory
  Stream<DynamicTest> overlay() {
    return ImageCases.group("overlay", OverlayGoldenTest::checkOverlay);
  }

  private static void checkOverlay(JsonObject golden) {
    JsonObject inputs = golden.getAsJsonObject("inputs");
    JsonObject outputs = golden.getAsJsonObject("outputs");
    Pixels original = pixels(inputs, "original");
    Overlay overlay =
        Overlay.of(
            original,
            original,
            Mask.of(pixels(inputs, "mask_for_overlay")),
            crop(golden.getAsJsonObject("params")));
    assertSameWhereVisible(overlay.picture(), pixels(outputs, "overlay_rgba"));
    Pixels generated = pixels(inputs, "generated");
    Pixels uncropped = pixels(outputs, "uncropped_generated");
    Pixels placed = overlay.placed(generated);
    ImageCases.assertLevels(
        "the placed picture",
        uncropped.channels() == 4 ? placed.samples() : placed.rgb().samples(),
        uncropped.samples(),
        0);
    ImageCases.assertLevels(
        "the result", overlay.over(generated).samples(), pixels(outputs, "result").samples(), 0);
  }

  private static Optional<Rectangle> crop(JsonObject params) {
    if (params.get("paste_to").isJsonNull()) {
      return Optional.empty();
    }
    int[] box = ImageCases.ints(params.getAsJsonArray("paste_to"));
    return Optional.of(new Rectangle(box[0], box[1], box[2], box[3]));
  }

  private static void assertSameWhereVisible(Pixels actual, Pixels expected) {
    assertThat(actual.size()).isEqualTo(expected.size());
    for (int i = 0; i < expected.samples().length; i += 4) {
      assertThat(actual.samples()[i + 3])
          .as("alpha of the overlay, pixel %d", i / 4)
          .isEqualTo(expected.samples()[i + 3]);
      for (int c = 0; c < 3 && expected.samples()[i + 3] != 0; c++) {
        assertThat(actual.samples()[i + c])
            .as("colour of the overlay, pixel %d", i / 4)
            .isEqualTo(expected.samples()[i + c]);
      }
    }
  }

  private static Pixels pixels(JsonObject pictures, String name) {
    return Pixels.of(ImageCases.image(pictures.get(name)));
  }
}
