package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.testing.ImageCases;
import java.awt.Rectangle;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Masks against the reference: groups {@code mask_blur}, {@code mask_binarise} and the crop
 * regions.
 */
class MaskGoldenTest {
  @TestFactory
  Stream<DynamicTest> maskBlur() {
    return ImageCases.group(
        "mask_blur",
        golden -> {
          JsonObject params = golden.getAsJsonObject("params");
          Mask mask = mask(golden.getAsJsonObject("inputs").get("mask"));
          Mask expected = mask(golden.getAsJsonObject("outputs").get("blurred"));
          Mask blurred =
              mask.feather(params.get("blur_x").getAsDouble(), params.get("blur_y").getAsDouble());
          ImageCases.assertLevels(
              "the mask", blurred.pixels().samples(), expected.pixels().samples(), 0);
        });
  }

  @TestFactory
  Stream<DynamicTest> maskBinarise() {
    return ImageCases.group(
        "mask_binarise",
        golden -> {
          JsonElement input = golden.getAsJsonObject("inputs").get("mask");
          Mask expected = mask(golden.getAsJsonObject("outputs").get("mask"));
          boolean round = golden.getAsJsonObject("params").get("round").getAsBoolean();
          // Unrounded masks are what soft inpainting takes: its alpha is kept as it is.
          Pixels pixels = Pixels.of(ImageCases.image(input));
          Mask mask =
              !round && pixels.hasTransparency()
                  ? Mask.fromAlpha(ImageCases.image(input))
                  : Mask.fromImage(ImageCases.image(input));
          ImageCases.assertLevels(
              "the mask", mask.pixels().samples(), expected.pixels().samples(), 0);
        });
  }

  private static Mask mask(JsonElement entry) {
    Pixels pixels = Pixels.of(ImageCases.image(entry));
    assertThat(pixels.channels()).isEqualTo(1);
    return Mask.of(pixels);
  }

  @TestFactory
  Stream<DynamicTest> cropRegion() {
    return ImageCases.group("crop_region", MaskGoldenTest::checkCropRegions);
  }

  /**
   * Leaves out "v1": the older function gives an inverted box for an empty mask, and the same as
   * "v2" for others.
   */
  private static void checkCropRegions(JsonObject golden) {
    for (JsonElement element : golden.getAsJsonObject("outputs").getAsJsonArray("rows")) {
      JsonObject row = element.getAsJsonObject();
      ImageSize size = size(row.get("size"));
      Mask mask =
          row.get("mask_bbox").isJsonNull()
              ? Mask.none(size)
              : Mask.rectangle(size, box(row.get("mask_bbox")));
      Optional<Rectangle> region =
          mask.boundingBox()
              .map(box -> CropRegion.of(box).padded(row.get("pad").getAsInt(), size).toRectangle());
      Optional<Rectangle> expected =
          row.get("v2").isJsonNull() ? Optional.empty() : Optional.of(box(row.get("v2")));
      assertThat(region).as(row.toString()).isEqualTo(expected);
    }
  }

  @TestFactory
  Stream<DynamicTest> expandCropRegion() {
    return ImageCases.group(
        "expand_crop_region",
        golden -> {
          for (JsonElement element : golden.getAsJsonObject("outputs").getAsJsonArray("rows")) {
            JsonObject row = element.getAsJsonObject();
            CropRegion expanded =
                CropRegion.of(box(row.get("region")))
                    .expandedTo(size(row.get("processing")), size(row.get("image")));
            assertThat(expanded.toRectangle())
                .as(row.toString())
                .isEqualTo(box(row.get("expanded")));
          }
        });
  }

  private static ImageSize size(JsonElement element) {
    int[] sides = ImageCases.ints(element.getAsJsonArray());
    return new ImageSize(sides[0], sides[1]);
  }

  private static Rectangle box(JsonElement element) {
    int[] edges = ImageCases.ints(element.getAsJsonArray());
    Assumptions.assumeTrue(edges.length == 4);
    return new Rectangle(edges[0], edges[1], edges[2] - edges[0], edges[3] - edges[1]);
  }
}
