package io.pentimento.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.pentimento.testing.ImageCases;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Resizing and flattening against the reference's pictures: groups {@code resize}, {@code
 * resize_by} and {@code flatten}.
 */
class PixelsGoldenTest {
  private static final List<ResizeMode> MODES =
      List.of(ResizeMode.JUST_RESIZE, ResizeMode.CROP_AND_RESIZE, ResizeMode.RESIZE_AND_FILL);

  /** Leaves out mode 3, which scales the latent. */
  @TestFactory
  Stream<DynamicTest> resize() {
    return ImageCases.group(
        "resize", golden -> mode(golden) < MODES.size(), PixelsGoldenTest::checkResize);
  }

  private static int mode(JsonObject golden) {
    return golden.getAsJsonObject("params").get("mode").getAsInt();
  }

  private static void checkResize(JsonObject golden) {
    JsonObject params = golden.getAsJsonObject("params");
    Pixels in = Pixels.of(ImageCases.image(golden.getAsJsonObject("inputs").get("image")));
    Pixels out = Pixels.of(ImageCases.image(golden.getAsJsonObject("outputs").get("image")));
    Pixels resized =
        MODES
            .get(mode(golden))
            .resize(in, params.get("width").getAsInt(), params.get("height").getAsInt());
    assertThat(resized.size()).isEqualTo(out.size());
    assertThat(resized.channels()).isEqualTo(out.channels());
    ImageCases.assertLevels("the resized picture", resized.samples(), out.samples(), 0);
  }

  @TestFactory
  Stream<DynamicTest> resizeBy() {
    return ImageCases.group(
        "resize_by",
        golden -> {
          for (JsonElement element : golden.getAsJsonObject("outputs").getAsJsonArray("rows")) {
            JsonObject row = element.getAsJsonObject();
            int[] sides = ImageCases.ints(row.getAsJsonArray("image"));
            assertThat(new ImageSize(sides[0], sides[1]).scaled(row.get("scale").getAsDouble()))
                .as(row.toString())
                .isEqualTo(
                    new ImageSize(row.get("width").getAsInt(), row.get("height").getAsInt()));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> flatten() {
    return ImageCases.group(
        "flatten",
        golden -> {
          int background =
              Integer.decode(golden.getAsJsonObject("params").get("background").getAsString());
          Pixels in = Pixels.of(ImageCases.image(golden.getAsJsonObject("inputs").get("image")));
          Pixels out = Pixels.of(ImageCases.image(golden.getAsJsonObject("outputs").get("image")));
          Pixels flat = Compositing.flatten(in, background);
          assertThat(flat.channels()).isEqualTo(3);
          ImageCases.assertLevels("the flattened picture", flat.samples(), out.samples(), 0);
        });
  }
}
