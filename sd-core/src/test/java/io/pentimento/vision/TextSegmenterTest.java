package io.pentimento.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.pentimento.image.ImageSize;
import io.pentimento.image.PictureReader;
import io.pentimento.testing.Goldens;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextSegmenterTest {
  private static final String CLIPSEG = "vision/clipseg-tiny/";
  private static final float TOLERANCE = 1e-4f;

  @TempDir private Path folder;

  /** A model whose vocabulary is the letters of the alphabet, inside words and at their ends. */
  @BeforeEach
  void makeModel() throws IOException {
    for (String name : List.of("model.safetensors", "config.json")) {
      Files.copy(Goldens.path(CLIPSEG + name), folder.resolve(name));
    }
    JsonObject text =
        JsonParser.parseString(Goldens.text(CLIPSEG + "config.json"))
            .getAsJsonObject()
            .getAsJsonObject("text_config");
    JsonObject vocabulary = new JsonObject();
    for (int i = 0; i < 26; i++) {
      String letter = String.valueOf((char) ('a' + i));
      vocabulary.addProperty(letter, i);
      vocabulary.addProperty(letter + "</w>", 26 + i);
    }
    vocabulary.addProperty("<|startoftext|>", text.get("bos_token_id").getAsInt());
    vocabulary.addProperty("<|endoftext|>", text.get("eos_token_id").getAsInt());
    Files.writeString(folder.resolve("vocab.json"), vocabulary.toString());
    Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\n");
  }

  @Test
  void words_areFoundTogetherAsTheyAreAlone() throws IOException {
    try (TextSegmenter segmenter = TextSegmenter.load(folder)) {
      List<Selection> both = segmenter.selectEach(picture(), List.of("cat", "a dog"));
      Selection cat = segmenter.select(picture(), "cat");
      Selection dog = segmenter.select(picture(), "a dog");
      Selection either = segmenter.select(picture(), "cat, a dog");
      ImageSize size = ImageSize.of(picture());
      assertThat(both).extracting(Selection::size).containsOnly(size);
      for (int x = 0; x < size.width(); x++) {
        int y = x % size.height();
        assertThat(both.get(0).share(x, y)).isCloseTo(cat.share(x, y), within(TOLERANCE));
        assertThat(both.get(1).share(x, y)).isCloseTo(dog.share(x, y), within(TOLERANCE));
        float larger = Math.max(cat.share(x, y), dog.share(x, y));
        assertThat(either.share(x, y)).isCloseTo(larger, within(TOLERANCE));
      }
      assertThat(cat.levels()).isNotEqualTo(dog.levels());
    }
  }

  @Test
  void words_mustBeThere() throws IOException {
    try (TextSegmenter segmenter = TextSegmenter.load(folder)) {
      assertThatThrownBy(() -> segmenter.select(picture(), " , "))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("There must be words to look for, such as \"hair\", but got: [].");
    }
  }

  @Test
  void longText_isCutToWhatClipReads() throws IOException {
    try (TextSegmenter segmenter = TextSegmenter.load(folder)) {
      Selection found = segmenter.select(picture(), "a very long tale ".repeat(20));
      assertThat(found.size()).isEqualTo(ImageSize.of(picture()));
    }
  }

  private static BufferedImage picture() throws IOException {
    return PictureReader.read(Goldens.path(CLIPSEG + "image.png"));
  }
}
