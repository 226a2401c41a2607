package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.testing.ImageCases;
import io.pentimento.testing.JsonNumbers;
import io.pentimento.vision.Detection;
import io.pentimento.vision.DetectionBox;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The steps of {@link Detail} against ADetailer: boxes, selection, strengths, sizes, prompts. */
class DetailGoldenTest {
  @TestFactory
  Stream<DynamicTest> box() {
    return ImageCases.group(
        "adetailer_box",
        golden -> {
          JsonObject params = golden.getAsJsonObject("params");
          ImageSize size = size(params.get("size"));
          JsonArray masks = golden.getAsJsonObject("outputs").getAsJsonArray("masks");
          JsonArray boxes = params.getAsJsonArray("boxes");
          assertThat(masks).hasSameSizeAs(boxes);
          for (int i = 0; i < boxes.size(); i++) {
            Mask mask = DetectedRegion.mask(Detection.of("", 1, boxOf(boxes.get(i))), size);
            ImageCases.assertLevels(
                "mask " + i,
                mask.pixels().samples(),
                Pixels.of(ImageCases.image(masks.get(i))).grey().samples(),
                0);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> select() {
    return ImageCases.group(
        "adetailer_select",
        golden -> {
          JsonObject params = golden.getAsJsonObject("params");
          double[] confidences = JsonNumbers.doubles(params.get("confidences"));
          JsonArray boxes = params.getAsJsonArray("boxes");
          List<Detection> found = new ArrayList<>();
          Map<Detection, Integer> places = new IdentityHashMap<>();
          for (int i = 0; i < confidences.length; i++) {
            found.add(Detection.of("thing", confidences[i], boxOf(boxes.get(i))));
            places.put(found.get(i), i);
          }
          ImageSize size = size(params.get("image"));
          for (JsonElement row : golden.getAsJsonObject("outputs").getAsJsonArray("rows")) {
            List<Integer> kept =
                selection(row.getAsJsonObject()).of(found, size).stream().map(places::get).toList();
            assertThat(kept.stream().mapToInt(Integer::intValue).toArray())
                .as(row.toString())
                .isEqualTo(ImageCases.ints(row.getAsJsonObject().getAsJsonArray("kept")));
          }
        });
  }

  private static DetectionSelection selection(JsonObject row) {
    DetectionSelection all = DetectionSelection.DEFAULTS.withConfidence(0);
    return switch (row.get("op").getAsString()) {
      case "ratio" -> all.withShares(row.get("low").getAsDouble(), row.get("high").getAsDouble());
      case "top_k" ->
          all.withMost(
              row.get("k").getAsInt(),
              row.get("by").getAsString().equals("Area")
                  ? DetectionSelection.Preference.LARGEST
                  : DetectionSelection.Preference.SUREST);
      default ->
          all.withOrder(
              switch (row.get("order").getAsString()) {
                case "left_to_right" -> DetectionOrder.LEFT_TO_RIGHT;
                case "center_to_edge" -> DetectionOrder.CENTRE_TO_EDGE;
                case "area" -> DetectionOrder.BY_AREA;
                default -> DetectionOrder.AS_FOUND;
              });
    };
  }

  @TestFactory
  Stream<DynamicTest> options() {
    return ImageCases.group(
        "adetailer_options",
        golden -> {
          JsonObject outputs = golden.getAsJsonObject("outputs");
          for (JsonElement element : outputs.getAsJsonArray("dynamic")) {
            JsonObject row = element.getAsJsonObject();
            double strength =
                DetectedRegion.strength(
                    row.get("strength").getAsDouble(),
                    row.get("power").getAsDouble(),
                    boxOf(row.get("box")),
                    size(row.get("image")));
            assertThat(strength).isCloseTo(row.get("out").getAsDouble(), within(1e-12));
          }
          for (JsonElement element : outputs.getAsJsonArray("size")) {
            JsonObject row = element.getAsJsonObject();
            ImageSize working = size(row.get("inpaint"));
            DetectionBox box = boxOf(row.get("box"));
            assertThat(SizeMatching.FREE.of(working, box)).isEqualTo(size(row.get("free")));
            assertThat(SizeMatching.SDXL.of(working, box)).isEqualTo(size(row.get("strict_sdxl")));
            assertThat(SizeMatching.OFF.of(working, box)).isEqualTo(working);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> prompts() {
    return ImageCases.group(
        "adetailer_prompts",
        golden -> {
          RegionPrompts negatives = new RegionPrompts(List.of("n1", "n2"));
          for (JsonElement element : golden.getAsJsonObject("outputs").getAsJsonArray("rows")) {
            JsonObject row = element.getAsJsonObject();
            RegionPrompts prompts =
                RegionPrompts.of(row.get("ad_prompt").getAsString(), mainPrompt(row));
            assertThat(prompts.parts())
                .as(row.toString())
                .isEqualTo(strings(row.get("per_detection_list")));
            JsonArray pairs =
                row.getAsJsonArray("prompt_negative_for_detection_0_to_3_with_negatives_n1_n2");
            for (int i = 0; i < pairs.size(); i++) {
              assertThat(List.of(prompts.text(i), negatives.text(i)))
                  .as(row.toString())
                  .isEqualTo(strings(pairs.get(i)));
            }
          }
        });
  }

  /** The prompt of a picture of a batch, which the reference looks up itself. */
  private static String mainPrompt(JsonObject row) {
    List<String> all = strings(row.get("all_prompts"));
    return all.isEmpty()
        ? row.get("default").getAsString()
        : all.get(row.get("image_index").getAsInt() % all.size());
  }

  private static List<String> strings(JsonElement array) {
    return array.getAsJsonArray().asList().stream().map(JsonElement::getAsString).toList();
  }

  private static DetectionBox boxOf(JsonElement entry) {
    double[] box = JsonNumbers.doubles(entry);
    return new DetectionBox(box[0], box[1], box[2], box[3]);
  }

  private static ImageSize size(JsonElement entry) {
    int[] size = ImageCases.ints(entry.getAsJsonArray());
    return new ImageSize(size[0], size[1]);
  }
}
