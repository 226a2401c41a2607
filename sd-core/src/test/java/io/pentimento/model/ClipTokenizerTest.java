package io.pentimento.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.pentimento.checkpoint.ModelFormatException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipTokenizerTest {
  private static final String TEXT = "a lighthouse at dusk, <b>oil</b> on canvas 1920’s";
  private static ClipTokenizer shared;

  @BeforeContainer
  static void open() {
    shared = ClipTokenizer.packaged();
  }

  @AfterContainer
  static void close() {
    shared.close();
  }

  @Property(tries = 1000)
  void everyText_isTokenised(@ForAll String text) {
    for (int id : shared.tokenize(text)) {
      assertThat(id).isBetween(0, 49407);
    }
  }

  @Test
  void packaged_addsAndCutsNothing() {
    try (ClipTokenizer tokenizer = ClipTokenizer.packaged()) {
      assertThat(tokenizer.tokenize("")).isEmpty();
      assertThat(tokenizer.tokenize("cat ".repeat(1000))).hasSize(1000).containsOnly(2368);
      assertThat(tokenizer.padId()).isEqualTo(tokenizer.endId());
      assertThat(tokenizer.maxLength()).isEqualTo(77);
    }
  }

  @Test
  void closed_refusesText() {
    ClipTokenizer tokenizer = ClipTokenizer.packaged();
    tokenizer.close();
    tokenizer.close();
    assertThatThrownBy(() -> tokenizer.tokenize("cat"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The tokenizer must be open, but was closed.");
  }

  @Test
  void manyThreads_getTheSameIds() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (ClipTokenizer tokenizer = ClipTokenizer.packaged()) {
      int[] expected = tokenizer.tokenize(TEXT);
      List<Future<int[]>> results =
          IntStream.range(0, 200)
              .mapToObj(i -> threads.submit(() -> tokenizer.tokenize(TEXT)))
              .toList();
      for (Future<int[]> result : results) {
        assertThat(result.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void read_tokenizerJson(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("tokenizer.json"), packaged().toString());
    assertReadsLikePackaged(folder, 49407);
  }

  @Test
  void read_vocabularyAndMerges(@TempDir Path folder) throws IOException {
    writeVocabulary(folder);
    assertReadsLikePackaged(folder, 49407);
  }

  @Test
  void read_padTokenOfConfig(@TempDir Path folder) throws IOException {
    writeVocabulary(folder);
    Files.writeString(
        folder.resolve("tokenizer_config.json"),
        "{\"pad_token\":{\"content\":\"!\"},\"model_max_length\":1e30}");
    assertReadsLikePackaged(folder, 0);
  }

  @Test
  void read_refusesEmptyFolder(@TempDir Path folder) {
    assertThatThrownBy(() -> ClipTokenizer.read(folder))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(
            folder
                + ": a tokenizer folder must hold tokenizer.json, or vocab.json and merges.txt, but"
                + " does not.");
  }

  @Test
  void read_refusesOtherVocabulary(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("vocab.json"), "{\"a\":0}");
    Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\n");
    assertThatThrownBy(() -> ClipTokenizer.read(folder))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(
            "the vocabulary must have the token <|startoftext|>, but has none. Is this CLIP's?");
  }

  @Test
  void read_refusesBrokenFile(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("tokenizer.json"), "{\"version\":");
    assertThatThrownBy(() -> ClipTokenizer.read(folder))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith(folder + ": the files must hold a byte-pair tokenizer, but: ");
  }

  private static void assertReadsLikePackaged(Path folder, int padId) throws IOException {
    try (ClipTokenizer read = ClipTokenizer.read(folder);
        ClipTokenizer packaged = ClipTokenizer.packaged()) {
      assertThat(read.tokenize(TEXT)).isEqualTo(packaged.tokenize(TEXT));
      assertThat(read.startId()).isEqualTo(49406);
      assertThat(read.endId()).isEqualTo(49407);
      assertThat(read.padId()).isEqualTo(padId);
      assertThat(read.maxLength()).isEqualTo(77);
    }
  }

  /** Writes the usual vocabulary in another spelling, so that its digest is another. */
  private static void writeVocabulary(Path folder) throws IOException {
    JsonObject model = packaged().getAsJsonObject("model");
    Files.writeString(folder.resolve("vocab.json"), model.getAsJsonObject("vocab") + "\n");
    List<String> merges =
        model.getAsJsonArray("merges").asList().stream().map(merge -> merge.getAsString()).toList();
    Files.write(folder.resolve("merges.txt"), merges);
  }

  private static JsonObject packaged() throws IOException {
    try (Reader reader =
        new InputStreamReader(ClipTokenizer.packagedJson(), StandardCharsets.UTF_8)) {
      return JsonParser.parseReader(reader).getAsJsonObject();
    }
  }
}
