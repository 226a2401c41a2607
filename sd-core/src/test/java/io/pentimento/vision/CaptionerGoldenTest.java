package io.pentimento.vision;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.pentimento.ComputeDevice;
import io.pentimento.Precision;
import io.pentimento.image.PictureReader;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A caption from a picture's file to its words, against transformers. The recording has ids alone,
 * so the vocabulary is made up: each id is a word that tells it.
 */
class CaptionerGoldenTest {
  private static final String FOLDER = "vision/blip-tiny/";
  private static final String CAPTIONS = FOLDER + "generate.json";

  @TempDir Path root;

  @TestFactory
  Stream<DynamicTest> captions() {
    return GoldenCases.of(
        CAPTIONS,
        () ->
            Goldens.json(CAPTIONS).entrySet().stream()
                .map(
                    entry ->
                        DynamicTest.dynamicTest(
                            CAPTIONS + " " + entry.getKey(),
                            () -> check(entry.getValue().getAsJsonObject()))));
  }

  private void check(JsonObject recorded) throws IOException {
    JsonObject params = recorded.getAsJsonObject("params");
    List<Integer> prompt = ids(recorded, "prompt");
    CaptionOptions options =
        new CaptionOptions(
            params.get("num_beams").getAsInt(),
            params.get("min_length").getAsInt(),
            params.get("max_length").getAsInt(),
            params.has("repetition_penalty") ? params.get("repetition_penalty").getAsDouble() : 1,
            words(prompt.subList(1, prompt.size())));
    List<Integer> ids = ids(recorded, "ids");
    try (Captioner captioner = Captioner.load(made(root), Precision.FLOAT32, ComputeDevice.CPU)) {
      assertThat(captioner.caption(PictureReader.read(Goldens.path(FOLDER + "image.png")), options))
          .isEqualTo(words(ids.subList(prompt.size(), ids.size())));
    }
  }

  private static int id(String name) {
    return Goldens.json(FOLDER + "config.json").getAsJsonObject("text_config").get(name).getAsInt();
  }

  private static List<Integer> ids(JsonObject recorded, String name) {
    return recorded.getAsJsonArray(name).asList().stream().map(JsonElement::getAsInt).toList();
  }

  private static String words(List<Integer> ids) {
    Set<Integer> special = Set.of(0, 1, id("sep_token_id"));
    int added = id("bos_token_id");
    return ids.stream()
        .filter(id -> id < added && !special.contains(id))
        .map(CaptionerGoldenTest::word)
        .collect(Collectors.joining(" "));
  }

  /** Returns a word of letters alone. */
  private static String word(int id) {
    return Arrays.stream(Integer.toString(id).split(""))
        .map(digit -> "" + (char) ('a' + Integer.parseInt(digit)))
        .collect(Collectors.joining("", "w", ""));
  }

  /** Makes a folder of the tiny network and a vocabulary. */
  static Path made(Path root) throws IOException {
    Path folder = Files.createTempDirectory(root, "blip");
    Files.copy(Goldens.path(FOLDER + "config.json"), folder.resolve("config.json"));
    Files.copy(Goldens.path(FOLDER + "model.safetensors"), folder.resolve("model.safetensors"));
    int start = id("bos_token_id");
    List<String> lines =
        new ArrayList<>(IntStream.range(0, start).mapToObj(CaptionerGoldenTest::word).toList());
    lines.set(0, "[PAD]");
    lines.set(1, "[UNK]");
    lines.set(id("sep_token_id"), "[SEP]");
    Files.write(folder.resolve("vocab.txt"), lines);
    return folder;
  }
}
