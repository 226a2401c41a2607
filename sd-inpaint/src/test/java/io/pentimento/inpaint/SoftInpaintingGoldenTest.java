package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.ImageCases;
import java.awt.Rectangle;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Soft inpainting's mask of pixels against the reference: groups {@code soft_blend}, {@code
 * soft_kernel}, {@code soft_histogram_filter}, {@code soft_smootherstep} and {@code
 * soft_pixel_mask}.
 */
class SoftInpaintingGoldenTest {
  /** The reference works in float32. */
  private static final int MASK_LEVELS = 2;

  @TestFactory
  Stream<DynamicTest> kernel() {
    return ImageCases.group(
        "soft_kernel",
        golden -> {
          JsonObject params = golden.getAsJsonObject("params");
          WindowFilter filter =
              WindowFilter.tapered(
                  params.get("stddev").getAsDouble(), params.get("max_radius").getAsInt());
          JsonObject outputs = golden.getAsJsonObject("outputs");
          assertThat(filter.radius()).isEqualTo(outputs.get("center").getAsInt());
          assertThat(filter.weights())
              .containsExactly(
                  ImageCases.tensor(outputs.get("kernel")).values(),
                  Offset.offset(tolerance(golden)));
        });
  }

  @TestFactory
  Stream<DynamicTest> histogramFilter() {
    return ImageCases.group(
        "soft_histogram_filter",
        golden -> {
          JsonObject params = golden.getAsJsonObject("params");
          assertThat(params.get("min_width").getAsDouble()).isEqualTo(1);
          GoldenTensor map = ImageCases.tensor(golden.getAsJsonObject("inputs").get("map"));
          double[] filtered =
              WindowFilter.tapered(1.5, 2)
                  .filter(
                      map.values(),
                      Math.toIntExact(map.shape()[1]),
                      params.get("percentile_min").getAsDouble(),
                      params.get("percentile_max").getAsDouble());
          GoldenTensor expected = ImageCases.tensor(golden.getAsJsonObject("outputs").get("map"));
          expected.assertClose(
              "the filtered map", map.shape(), floats(filtered), tolerance(golden));
        });
  }

  private static double tolerance(JsonObject golden) {
    return Double.parseDouble(golden.get("tolerance").getAsString().split(" ", 2)[0]);
  }

  private static float[] floats(double[] values) {
    return new GoldenTensor(new long[] {values.length}, values).floats();
  }

  @TestFactory
  Stream<DynamicTest> smootherstep() {
    return ImageCases.group(
        "soft_smootherstep",
        golden -> {
          GoldenTensor x = ImageCases.tensor(golden.getAsJsonObject("inputs").get("x"));
          GoldenTensor expected =
              ImageCases.tensor(golden.getAsJsonObject("outputs").get("smootherstep"));
          assertThat(Arrays.stream(x.values()).map(SoftPixelMask::smootherstep).toArray())
              .containsExactly(expected.values(), Offset.offset(tolerance(golden)));
        });
  }

  @TestFactory
  Stream<DynamicTest> blend() {
    return ImageCases.group("soft_blend", SoftInpaintingGoldenTest::checkBlend);
  }

  private static void checkBlend(JsonObject golden) {
    JsonObject inputs = golden.getAsJsonObject("inputs");
    JsonObject params = golden.getAsJsonObject("params");
    JsonObject outputs = golden.getAsJsonObject("outputs");
    SoftInpainting settings =
        SoftInpainting.defaults()
            .withScheduleBias(params.get("schedule_bias").getAsDouble())
            .withPreservationStrength(params.get("preservation_strength").getAsDouble())
            .withTransitionContrast(params.get("transition_contrast").getAsDouble());
    double sigma = params.get("sigma").getAsDouble();
    try (NDManager run = NDManager.newBaseManager()) {
      SoftBlend blend =
          new SoftBlend(
              settings,
              array(run, inputs.get("a")),
              ImageCases.tensor(inputs.get("nmask_channel0")).floats());
      GoldenTensor weights = ImageCases.tensor(outputs.get("t"));
      weights.assertClose(
          "the step's mask", weights.shape(), blend.weights(sigma), tolerance(golden));
      try (NDManager step = run.newSubManager()) {
        NDArray blended = blend.blend(array(step, inputs.get("b")), sigma);
        GoldenTensor expected = ImageCases.tensor(outputs.get("blended"));
        expected.assertClose(
            "the blend",
            blended.getShape().getShape(),
            blended.toFloatArray(),
            tolerance(golden) * expected.scale());
      }
      assertThat(run.getManagedArrays()).as("nothing of a step stays in the run").hasSize(1);
    }
  }

  private static NDArray array(NDManager manager, JsonElement entry) {
    GoldenTensor tensor = ImageCases.tensor(entry);
    return manager.create(tensor.floats(), new Shape(tensor.shape()));
  }

  @TestFactory
  Stream<DynamicTest> pixelMask() {
    return ImageCases.group("soft_pixel_mask", SoftInpaintingGoldenTest::checkPixelMask);
  }

  private static void checkPixelMask(JsonObject golden) {
    JsonObject inputs = golden.getAsJsonObject("inputs");
    JsonObject params = golden.getAsJsonObject("params");
    Pixels original = pixels(inputs.get("original"));
    Optional<Rectangle> crop = crop(params.get("paste_to"));
    GoldenTensor repaint = ImageCases.tensor(inputs.get("nmask_channel0"));
    ImageSize latent =
        new ImageSize(Math.toIntExact(repaint.shape()[1]), Math.toIntExact(repaint.shape()[0]));
    ImageSize working =
        new ImageSize(params.get("width").getAsInt(), params.get("height").getAsInt());
    Mask part =
        new SoftPixelMask(settings(params), latent, repaint.floats())
            .of(
                ImageCases.tensor(inputs.get("init_latent")).floats(),
                ImageCases.tensor(inputs.get("final_latent")).floats(),
                working);
    Mask mask = crop.map(box -> SoftPixelMask.placed(part, box, original.size())).orElse(part);
    JsonObject outputs = golden.getAsJsonObject("outputs");
    Pixels expected = pixels(outputs.get("mask_for_overlay")).grey();
    ImageCases.assertLevels("the mask", mask.pixels().samples(), expected.samples(), MASK_LEVELS);
    Overlay overlay = Overlay.of(original, original, Mask.of(expected), crop);
    ImageCases.assertLevels(
        "the result",
        overlay.over(pixels(inputs.get("generated"))).samples(),
        pixels(outputs.get("final")).samples(),
        0);
  }

  private static SoftInpainting settings(JsonObject params) {
    return new SoftInpainting(
        params.get("schedule_bias").getAsDouble(),
        params.get("preservation_strength").getAsDouble(),
        params.get("transition_contrast").getAsDouble(),
        params.get("mask_influence").getAsDouble(),
        params.get("difference_threshold").getAsDouble(),
        params.get("difference_contrast").getAsDouble());
  }

  private static Optional<Rectangle> crop(JsonElement pasteTo) {
    if (pasteTo.isJsonNull()) {
      return Optional.empty();
    }
    int[] box = ImageCases.ints(pasteTo.getAsJsonArray());
    return Optional.of(new Rectangle(box[0], box[1], box[2], box[3]));
  }

  private static Pixels pixels(JsonElement picture) {
    return Pixels.of(ImageCases.image(picture));
  }
}
