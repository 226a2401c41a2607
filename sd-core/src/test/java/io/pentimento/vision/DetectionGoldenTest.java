package io.pentimento.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.model.YoloPrediction;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.GoldenDetectors;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.ImageCases;
import io.pentimento.testing.JsonNumbers;
import java.awt.Rectangle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** What surrounds the detectors, against the reference: fitting in, choosing, boxes and masks. */
class DetectionGoldenTest {
  private static final String CASES = "vision/cases/";
  private static final double NEARLY = 1e-3;

  /** Of two scores closer than this either may come first. */
  private static final double SAME_SCORE = 2e-4;

  /** The share of a mask's pixels that may differ. */
  private static final double MASK_EDGE = 0.005;

  @TestFactory
  Stream<DynamicTest> letterbox() {
    return cases(
        "letterbox.json",
        one -> {
          int[] picture = ImageCases.ints(one.getAsJsonArray("picture"));
          int[] seen = ImageCases.ints(one.getAsJsonArray("letterboxed"));
          int[] content = ImageCases.ints(one.getAsJsonArray("content"));
          Letterbox box =
              Letterbox.of(
                  new ImageSize(picture[0], picture[1]), DetectionSettings.DEFAULTS.side());
          assertThat(box.size()).isEqualTo(new ImageSize(seen[0], seen[1]));
          assertThat(box.content())
              .isEqualTo(
                  new Rectangle(
                      content[0], content[1], content[2] - content[0], content[3] - content[1]));
          JsonArray expected = one.getAsJsonArray("boxes_out");
          for (int i = 0; i < expected.size(); i++) {
            double[] in = JsonNumbers.doubles(one.getAsJsonArray("boxes_in").get(i));
            DetectionBox out = box.inSource(new DetectionBox(in[0], in[1], in[2], in[3]));
            assertBox(out, JsonNumbers.doubles(expected.get(i)), NEARLY);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> nms() {
    return cases(
        "nms.json",
        one -> {
          JsonObject params = one.getAsJsonObject("params");
          boolean agnostic = params.has("agnostic") && params.get("agnostic").getAsBoolean();
          DetectionSettings settings =
              DetectionSettings.DEFAULTS
                  .withConfidence(params.get("conf_thres").getAsDouble())
                  .withOverlap(params.get("iou_thres").getAsDouble())
                  .withMost(
                      params.has("max_det")
                          ? params.get("max_det").getAsInt()
                          : DetectionSettings.DEFAULTS.most());
          double[][] rows =
              one.getAsJsonArray("prediction_rows").asList().stream()
                  .map(JsonNumbers::doubles)
                  .toArray(double[][]::new);
          YoloPrediction prediction = prediction(rows, one.get("nc").getAsInt());
          List<Candidate> chosen = Candidate.chosen(prediction, settings, agnostic);
          JsonArray expected = one.getAsJsonArray("out");
          assertThat(chosen).hasSize(expected.size());
          for (int i = 0; i < chosen.size(); i++) {
            double[] row = JsonNumbers.doubles(expected.get(i));
            assertBox(chosen.get(i).box(), row, NEARLY);
            assertThat(chosen.get(i).score()).isCloseTo(row[4], within(1e-5));
            assertThat(chosen.get(i).classNumber()).isEqualTo((int) row[5]);
          }
        });
  }

  private static YoloPrediction prediction(double[][] rows, int classes) {
    int width = YoloPrediction.BOX + classes;
    float[] values = new float[width * rows.length];
    for (int cell = 0; cell < rows.length; cell++) {
      for (int row = 0; row < width; row++) {
        values[row * rows.length + cell] = (float) rows[cell][row];
      }
    }
    return new YoloPrediction(rows.length, classes, values, Optional.empty());
  }

  @TestFactory
  Stream<DynamicTest> pictures_areFittedIn() {
    return GoldenDetectors.each(
        folder -> {
          Letterbox letterbox = letterbox(folder);
          Pixels expected = picture(folder + "letterboxed.png");
          assertThat(letterbox.size()).isEqualTo(expected.size());
          ImageCases.assertLevels(
              folder + "letterboxed.png",
              letterbox.fit(picture(folder + "image.png")).samples(),
              expected.samples(),
              1);
        });
  }

  @TestFactory
  Stream<DynamicTest> predictions_becomeBoxesAndMasks() {
    return GoldenDetectors.each(
        folder -> {
          Map<String, GoldenTensor> golden = Goldens.tensors(folder + "io.safetensors");
          YoloPrediction prediction = prediction(golden);
          Letterbox letterbox = letterbox(folder);
          List<Candidate> chosen = Candidate.chosen(prediction, DetectionSettings.DEFAULTS, false);
          List<Candidate> sorted = matched(chosen, golden.get("nms"), prediction.classes());
          GoldenTensor boxes = golden.get("boxes");
          GoldenTensor masks = golden.get("masks_letterboxed");
          for (int i = 0; i < sorted.size(); i++) {
            double[] box = Arrays.copyOfRange(boxes.values(), 4 * i, 4 * i + 4);
            assertBox(letterbox.inSource(sorted.get(i).box()), box, 0.02);
            if (masks != null) {
              checkMask(prediction, sorted.get(i), letterbox, masks, i);
            }
          }
          matched(
              Candidate.chosen(prediction, DetectionSettings.DEFAULTS.withOverlap(0.3), false),
              golden.get("nms_iou0.3"),
              prediction.classes());
        });
  }

  private static void checkMask(
      YoloPrediction prediction, Candidate thing, Letterbox letterbox, GoldenTensor masks, int i) {
    byte[] mask =
        InstanceMask.inSeen(
                prediction, prediction.prototypes().orElseThrow(), thing, letterbox.size())
            .samples();
    long different =
        IntStream.range(0, mask.length)
            .filter(at -> (mask[at] != 0) != (masks.values()[i * mask.length + at] != 0))
            .count();
    assertThat(different)
        .as("pixels of mask " + i)
        .isLessThanOrEqualTo((long) (MASK_EDGE * mask.length));
  }

  /** Returns the candidates in the order of the expected rows. */
  private static List<Candidate> matched(
      List<Candidate> chosen, GoldenTensor expected, int classes) {
    int width = (int) expected.shape()[1];
    assertThat(chosen).hasSize((int) expected.shape()[0]);
    List<Candidate> rest = new ArrayList<>(chosen);
    List<Candidate> matched = new ArrayList<>();
    for (int i = 0; i < chosen.size(); i++) {
      double[] row = Arrays.copyOfRange(expected.values(), i * width, (i + 1) * width);
      Candidate next =
          rest.stream()
              .filter(one -> Math.abs(one.score() - row[4]) < SAME_SCORE)
              .filter(one -> Math.abs(one.box().left() - row[0]) < 0.02)
              .filter(one -> Math.abs(one.box().bottom() - row[3]) < 0.02)
              .findFirst()
              .orElseThrow(() -> new AssertionError("no match for " + Arrays.toString(row)));
      assertThat(next.classNumber()).isLessThan(classes).isEqualTo((int) row[5]);
      assertBox(next.box(), row, 0.02);
      rest.remove(next);
      matched.add(next);
    }
    return matched;
  }

  private static YoloPrediction prediction(Map<String, GoldenTensor> golden) {
    GoldenTensor prediction = golden.get("prediction");
    GoldenTensor protos = golden.get("protos");
    int masks = protos == null ? 0 : (int) protos.shape()[1];
    return new YoloPrediction(
        (int) prediction.shape()[2],
        (int) prediction.shape()[1] - YoloPrediction.BOX - masks,
        prediction.floats(),
        Optional.ofNullable(protos)
            .map(
                made ->
                    new YoloPrediction.Prototypes(
                        masks, (int) made.shape()[2], (int) made.shape()[3], made.floats())));
  }

  /** The side of these pictures is the longer one of what the network was given. */
  private static Letterbox letterbox(String folder) throws IOException {
    long[] input = Goldens.tensors(folder + "io.safetensors").get("input").shape();
    return Letterbox.of(picture(folder + "image.png").size(), (int) Math.max(input[2], input[3]));
  }

  private static Pixels picture(String file) throws IOException {
    return Pixels.of(ImageIO.read(Goldens.path(file).toFile())).rgb();
  }

  private static void assertBox(DetectionBox box, double[] expected, double tolerance) {
    assertThat(box.left()).isCloseTo(expected[0], within(tolerance));
    assertThat(box.top()).isCloseTo(expected[1], within(tolerance));
    assertThat(box.right()).isCloseTo(expected[2], within(tolerance));
    assertThat(box.bottom()).isCloseTo(expected[3], within(tolerance));
  }

  private static Stream<DynamicTest> cases(String file, ThrowingConsumer<JsonObject> test) {
    return GoldenCases.of(
        CASES + file,
        () -> {
          List<JsonObject> cases = Goldens.objects(CASES + file, "cases").toList();
          return IntStream.range(0, cases.size())
              .mapToObj(
                  i -> DynamicTest.dynamicTest(file + " " + i, () -> test.accept(cases.get(i))));
        });
  }
}
