package io.pentimento.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.pentimento.model.ClipTokenizer;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.JsonNumbers;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class PromptChunkerGoldenTest {
  private static final String FILE = "generation/chunks.json";

  private static ClipTokenizer sd1;
  private static ClipTokenizer sd2;

  @BeforeAll
  static void open() {
    sd1 = ClipTokenizer.packaged();
    sd2 = ClipTokenizer.packagedForOpenClip();
  }

  @AfterAll
  static void close() {
    sd1.close();
    sd2.close();
  }

  @TestFactory
  Stream<DynamicTest> chunks() {
    return GoldenCases.of(FILE + " cases", this::chunksCases);
  }

  private Stream<DynamicTest> chunksCases() {
    List<PromptEmbedding> embeddings =
        Goldens.object(FILE, "embeddings").entrySet().stream()
            .map(entry -> new PromptEmbedding(entry.getKey(), entry.getValue().getAsInt()))
            .toList();
    return Goldens.objects(FILE, "cases")
        .map(
            golden ->
                dynamicTest(
                    "chunks.json %s backtrack %s"
                        .formatted(shortened(golden), golden.get("comma_padding_backtrack")),
                    () -> assertChunks(golden, embeddings)));
  }

  private static String shortened(JsonObject golden) {
    String prompt = golden.get("prompt").getAsString();
    return prompt.length() < 60
        ? "'" + prompt + "'"
        : "'%s…' of %d".formatted(prompt.substring(0, 60), prompt.length());
  }

  private static void assertChunks(JsonObject golden, List<PromptEmbedding> embeddings) {
    int backtrack = golden.get("comma_padding_backtrack").getAsInt();
    String prompt = golden.get("prompt").getAsString();
    EncodedPrompt encoded = new PromptChunker(sd1, embeddings, backtrack).chunk(prompt);
    EncodedPrompt encoded2 = new PromptChunker(sd2, embeddings, backtrack).chunk(prompt);
    assertThat(encoded.tokenCount()).isEqualTo(golden.get("token_count").getAsInt());
    assertThat(encoded.tokenLimit()).isEqualTo(golden.get("max_length").getAsInt());
    List<JsonElement> chunks = golden.getAsJsonArray("chunks").asList();
    assertThat(encoded.chunks()).hasSameSizeAs(chunks);
    for (int i = 0; i < chunks.size(); i++) {
      JsonObject chunk = chunks.get(i).getAsJsonObject();
      assertChunk(encoded.chunks().get(i), chunk);
      assertZeroPadding(
          encoded2.chunks().get(i).ids(),
          encoded.chunks().get(i).ids(),
          chunk.get("sd2_tokens_tail_zero_from").getAsInt());
    }
  }

  private static void assertChunk(TokenChunk chunk, JsonObject golden) {
    int[] listed = JsonNumbers.ints(golden.get("tokens"));
    int[] ids = new int[sd1.maxLength()];
    Arrays.fill(ids, sd1.endId());
    System.arraycopy(listed, 0, ids, 0, listed.length);
    assertThat(chunk.ids()).isEqualTo(ids);

    float[] weights = chunk.weights();
    int at = 0;
    for (JsonElement run : golden.getAsJsonArray("multipliers")) {
      double weight = run.getAsJsonArray().get(0).getAsDouble();
      for (int k = run.getAsJsonArray().get(1).getAsInt(); k > 0; k--) {
        assertThat((double) weights[at]).as("weight %d", at).isCloseTo(weight, within(1e-6));
        at++;
      }
    }
    assertThat(at).isEqualTo(weights.length);

    List<JsonElement> fixes = golden.getAsJsonArray("fixes").asList();
    assertThat(chunk.placements()).hasSameSizeAs(fixes);
    for (int i = 0; i < fixes.size(); i++) {
      JsonArray fix = fixes.get(i).getAsJsonArray();
      assertThat(chunk.placements().get(i))
          .isEqualTo(
              new TokenChunk.Placement(
                  fix.get(0).getAsInt(),
                  new PromptEmbedding(fix.get(1).getAsString(), fix.get(2).getAsInt())));
    }
  }

  /**
   * Everything behind the first end id is padding. The file counts other ids to find that place,
   * which is another one where the prompt itself spells the end token; then only the rule is asked.
   */
  private static void assertZeroPadding(int[] actual, int[] ids, int zeroFrom) {
    int behindEnd = indexOfEnd(ids) + 1;
    boolean spelled = Arrays.stream(ids).skip(behindEnd).anyMatch(id -> id != sd1.endId());
    if (!spelled) {
      assertThat(behindEnd).as("sd2_tokens_tail_zero_from").isEqualTo(zeroFrom);
    }
    int[] expected = ids.clone();
    Arrays.fill(expected, behindEnd, expected.length, sd2.padId());
    assertThat(actual).isEqualTo(expected);
  }

  private static int indexOfEnd(int[] ids) {
    int index = 0;
    while (ids[index] != sd1.endId()) {
      index++;
    }
    return index;
  }
}
