package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.GoldenTensor;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Both halves of CLIP against transformers, under both kinds of names. */
class ClipGoldenTest {
  private static final double TOLERANCE = 1e-4;
  private static final String FOLDER = "vision/clip-tiny/";
  private static final String IO = FOLDER + "io.safetensors";
  private static final List<String> FILES =
      List.of("model.safetensors", "original-names.safetensors");

  /** Texts with either padding have the same embeddings. */
  private static final List<String> IDS = List.of("input_ids", "input_ids_zero_padded");

  /** What the halves make of the recorded picture and texts. */
  private record Likeness(double scale, float[] picture, List<float[]> texts) {
    double[] cosines() {
      return texts.stream().mapToDouble(text -> ClipNet.cosine(picture, text)).toArray();
    }
  }

  /** A recorded tensor, made of a likeness. */
  private interface Made {
    float[] of(Likeness likeness);
  }

  private static final Map<String, Made> OUTPUTS =
      Map.of(
          "image_features", Likeness::picture,
          "text_features", likeness -> joined(likeness.texts()),
          "cosine", likeness -> floats(likeness.cosines()),
          "logits_per_image",
              likeness ->
                  floats(
                      Arrays.stream(likeness.cosines())
                          .map(cosine -> cosine * likeness.scale())
                          .toArray()),
          "a1111_rank", likeness -> floats(ClipNet.ranked(likeness.cosines())));

  @TestFactory
  Stream<DynamicTest> likenesses() {
    return FILES.stream()
        .flatMap(
            file ->
                IDS.stream()
                    .flatMap(
                        ids -> GoldenCases.of(FOLDER + file + " " + ids, () -> each(file, ids))));
  }

  private static Stream<DynamicTest> each(String file, String ids) {
    Goldens.path(FOLDER + file);
    Map<String, GoldenTensor> io = Goldens.tensors(IO);
    return OUTPUTS.keySet().stream()
        .filter(name -> io.containsKey(name) && io.containsKey(ids))
        .sorted()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    file + " " + ids + " " + name,
                    () -> {
                      GoldenTensor expected = io.get(name);
                      float[] actual = OUTPUTS.get(name).of(likeness(file, ids, io));
                      expected.assertClose(
                          name, expected.shape(), actual, TOLERANCE * expected.scale());
                    }));
  }

  private static Likeness likeness(String name, String ids, Map<String, GoldenTensor> io)
      throws IOException {
    try (Scope scope = TestEngine.open(name);
        Checkpoint file = Checkpoint.open(Goldens.path(FOLDER + name))) {
      ComponentConfig config = ComponentConfig.read(Goldens.path(FOLDER + "config.json"));
      ClipNet clip = ClipNet.read(file, Optional.of(config), scope, NumberType.FLOAT32);
      int end = config.object("text_config").orElseThrow().integer("eos_token_id", 49407);
      NDArray pixels = TestEngine.array(scope, io.get("pixel_values"));
      return new Likeness(
          clip.scale(), clip.picture(scope, pixels), clip.texts(scope, rows(io.get(ids)), end));
    }
  }

  private static List<int[]> rows(GoldenTensor ids) {
    int length = (int) ids.shape()[1];
    int[] flat = Arrays.stream(ids.values()).mapToInt(id -> (int) id).toArray();
    return Stream.iterate(0, start -> start < flat.length, start -> start + length)
        .map(start -> Arrays.copyOfRange(flat, start, start + length))
        .toList();
  }

  private static float[] joined(List<float[]> rows) {
    int width = rows.get(0).length;
    float[] all = new float[rows.size() * width];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, all, i * width, width);
    }
    return all;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
