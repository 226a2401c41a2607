package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.sampling.Conventions;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.ImageCases;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Masks and overlays under diffusers' conventions: groups {@code diffusers_mask}, {@code
 * diffusers_blur}, {@code diffusers_crop} and {@code diffusers_overlay}.
 */
class DiffusersGoldenTest {
  private static final int FACTOR = 8;

  @TestFactory
  Stream<DynamicTest> mask() {
    return ImageCases.group(
        "diffusers_mask",
        golden -> {
          JsonObject params = golden.getAsJsonObject("params");
          JsonObject outputs = golden.getAsJsonObject("outputs");
          ImageSize size =
              new ImageSize(params.get("width").getAsInt(), params.get("height").getAsInt());
          Mask mask = Mask.of(pixels(golden.getAsJsonObject("inputs").get("mask"))).resize(size);
          LatentMask rounded = new LatentMask(false);
          float[] binary = rounded.ofPixels(mask);
          double sum = 0;
          JsonArray rows = outputs.getAsJsonArray("binary_rows");
          for (int i = 0; i < binary.length; i++) {
            int column = i % size.width();
            char expected = rows.get(i / size.width()).getAsString().charAt(column);
            assertThat(binary[i]).as("pixel %d", i).isEqualTo(expected - '0');
            sum += binary[i];
          }
          assertThat(sum).isEqualTo(outputs.get("binary_sum").getAsDouble());
          GoldenTensor latent = ImageCases.tensor(outputs.get("latent_mask"));
          latent.assertClose(
              "the latent mask", latent.shape(), rounded.forConditioning(mask, FACTOR), 0);
        });
  }

  @TestFactory
  Stream<DynamicTest> blur() {
    return ImageCases.group(
        "diffusers_blur",
        golden -> {
          Mask mask = Mask.of(pixels(golden.getAsJsonObject("inputs").get("mask")));
          double blur = golden.getAsJsonObject("params").get("blur_factor").getAsDouble();
          Inpaint request =
              Inpaint.builder(blank(mask.size()), mask, "")
                  .maskBlur(blur)
                  .conventions(Conventions.DIFFUSERS)
                  .build();
          ImageCases.assertLevels(
              "the mask",
              request.blurredMask().pixels().samples(),
              pixels(golden.getAsJsonObject("outputs").get("mask")).samples(),
              0);
        });
  }

  /** The part that is worked on, and that the mask over it is the asked one, not doubled. */
  @TestFactory
  Stream<DynamicTest> crop() {
    return ImageCases.group(
        "diffusers_crop",
        golden -> {
          for (JsonElement element : golden.getAsJsonObject("outputs").getAsJsonArray("rows")) {
            JsonObject row = element.getAsJsonObject();
            checkCrop(row);
          }
        });
  }

  private static void checkCrop(JsonObject row) {
    ImageSize size = size(row.get("size"));
    ImageSize target = size(row.get("target"));
    Mask mask = Mask.rectangle(size, box(row.get("bbox")));
    Inpaint request =
        Inpaint.builder(blank(size), mask, "")
            .conventions(Conventions.DIFFUSERS)
            .maskBlur(0)
            .area(InpaintArea.onlyMasked(row.get("pad").getAsInt()))
            .size(target.width(), target.height())
            .build();
    InpaintPlan plan = InpaintPlan.of(request, new LatentSpace(4, FACTOR, 4, 512));
    Overlay overlay = plan.working().overlay();
    assertThat(overlay.crop()).as(row.toString()).contains(box(row.get("region")));
    assertThat(overlay.mask()).isEqualTo(mask);
    assertThat(plan.size()).isEqualTo(target);
  }

  @TestFactory
  Stream<DynamicTest> overlay() {
    return ImageCases.group("diffusers_overlay", DiffusersGoldenTest::checkOverlay);
  }

  /**
   * Beside its crop, diffusers mixes black into what is partly masked. A crop of ours holds all of
   * its mask, so nothing is compared there.
   */
  private static void checkOverlay(JsonObject golden) {
    JsonObject inputs = golden.getAsJsonObject("inputs");
    JsonElement crop = golden.getAsJsonObject("params").get("crop");
    Pixels original = pixels(inputs.get("original"));
    Mask mask = Mask.of(pixels(inputs.get("mask")));
    Overlay overlay =
        Overlay.of(
            original,
            original,
            mask,
            crop.isJsonNull() ? Optional.empty() : Optional.of(box(crop)));
    byte[] actual = overlay.over(pixels(inputs.get("generated"))).samples();
    byte[] expected = pixels(golden.getAsJsonObject("outputs").get("image")).samples();
    for (int i = 0; i < actual.length; i++) {
      int x = i / 3 % original.width();
      int y = i / 3 / original.width();
      if (!overlay.box().contains(x, y) && mask.level(x, y) > 0) {
        expected[i] = actual[i];
      }
    }
    ImageCases.assertLevels("the result", actual, expected, 0);
  }

  private static BufferedImage blank(ImageSize size) {
    return Pixels.blank(size.width(), size.height(), 3).toImage();
  }

  private static Pixels pixels(JsonElement picture) {
    return Pixels.of(ImageCases.image(picture));
  }

  private static ImageSize size(JsonElement element) {
    int[] sides = ImageCases.ints(element.getAsJsonArray());
    return new ImageSize(sides[0], sides[1]);
  }

  private static Rectangle box(JsonElement element) {
    int[] edges = ImageCases.ints(element.getAsJsonArray());
    return new Rectangle(edges[0], edges[1], edges[2] - edges[0], edges[3] - edges[1]);
  }
}
