package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.testing.ImageCases;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Masks of detections against ADetailer: groups {@code adetailer_dilate} to {@code _preprocess}.
 */
class DetectionMasksGoldenTest {
  @TestFactory
  Stream<DynamicTest> dilate() {
    return ImageCases.group(
        "adetailer_dilate",
        golden -> {
          int kernel = golden.getAsJsonObject("params").get("kernel").getAsInt();
          check(golden, new DetectionMasks(kernel, 0, 0, MaskMerge.NONE));
        });
  }

  @TestFactory
  Stream<DynamicTest> offset() {
    return ImageCases.group(
        "adetailer_offset",
        golden -> {
          JsonObject params = golden.getAsJsonObject("params");
          check(
              golden,
              new DetectionMasks(
                  0, params.get("x").getAsInt(), params.get("y").getAsInt(), MaskMerge.NONE));
        });
  }

  private static void check(JsonObject golden, DetectionMasks preparation) {
    Mask input = mask(golden.getAsJsonObject("inputs").get("mask"));
    Mask expected = mask(golden.getAsJsonObject("outputs").get("mask"));
    List<Mask> prepared = preparation.prepare(List.of(input));
    if (prepared.isEmpty()) {
      // Preparing drops an empty mask, while the reference's single step gives it.
      assertThat(expected.isEmpty()).isTrue();
    } else {
      assertSame(prepared.get(0), expected);
    }
  }

  @TestFactory
  Stream<DynamicTest> preprocess() {
    return ImageCases.group(
        "adetailer_preprocess",
        golden -> {
          JsonObject params = golden.getAsJsonObject("params");
          DetectionMasks preparation =
              new DetectionMasks(
                  params.get("dilate_erode").getAsInt(),
                  params.get("x_offset").getAsInt(),
                  params.get("y_offset").getAsInt(),
                  merge(params.get("merge").getAsString()));
          List<Mask> prepared = preparation.prepare(masks(golden.getAsJsonObject("inputs")));
          List<Mask> expected = masks(golden.getAsJsonObject("outputs"));
          assertThat(prepared).hasSameSizeAs(expected);
          for (int i = 0; i < expected.size(); i++) {
            assertSame(prepared.get(i), expected.get(i));
          }
        });
  }

  @Test
  void prepare_dropsEmptyMasksOnlyWhereItDilates() {
    Mask none = Mask.none(new ImageSize(5, 4));
    assertThat(DetectionMasks.DEFAULTS.prepare(List.of(none))).isEmpty();
    assertThat(new DetectionMasks(0, 1, 1, MaskMerge.NONE).prepare(List.of(none)))
        .containsExactly(none);
    assertThat(new DetectionMasks(4, 0, 0, MaskMerge.MERGE_AND_INVERT).prepare(List.of(none)))
        .isEmpty();
  }

  @Test
  void dilateErode_refusesTooLargeSquares() {
    assertThatThrownBy(() -> new DetectionMasks(-5000, 0, 0, MaskMerge.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("dilateErode must be in [-4096, 4096] pixels, but got: -5000.");
  }

  private static MaskMerge merge(String name) {
    return MaskMerge.valueOf(name.toUpperCase(Locale.ROOT).replace(' ', '_'));
  }

  private static void assertSame(Mask actual, Mask expected) {
    ImageCases.assertLevels("the mask", actual.pixels().samples(), expected.pixels().samples(), 0);
  }

  private static List<Mask> masks(JsonObject entries) {
    return entries.getAsJsonArray("masks").asList().stream()
        .map(DetectionMasksGoldenTest::mask)
        .toList();
  }

  private static Mask mask(JsonElement entry) {
    return Mask.of(Pixels.of(ImageCases.image(entry)));
  }
}
