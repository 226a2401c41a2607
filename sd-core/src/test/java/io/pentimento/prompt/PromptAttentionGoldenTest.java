package io.pentimento.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.Goldens;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class PromptAttentionGoldenTest {
  private static final String FILE = "generation/prompt_attention.json";

  @TestFactory
  Stream<DynamicTest> pieces() {
    return GoldenCases.of(FILE + " cases", this::piecesCases);
  }

  private Stream<DynamicTest> piecesCases() {
    return Goldens.objects(FILE, "cases")
        .map(
            golden ->
                dynamicTest(
                    "prompt_attention.json " + golden.get("prompt"), () -> assertPieces(golden)));
  }

  /** Where the reference fails, all that is asked is pieces. */
  private static void assertPieces(JsonObject golden) {
    List<WeightedText> pieces = PromptAttention.parse(golden.get("prompt").getAsString());
    assertThat(pieces).isNotEmpty();
    if (golden.has("error")) {
      return;
    }
    List<JsonElement> expected = golden.getAsJsonArray("parsed").asList();
    assertThat(pieces).hasSameSizeAs(expected);
    for (int i = 0; i < pieces.size(); i++) {
      JsonArray piece = expected.get(i).getAsJsonArray();
      assertThat(pieces.get(i).text()).isEqualTo(piece.get(0).getAsString());
      assertThat(pieces.get(i).weight()).isCloseTo(piece.get(1).getAsDouble(), within(1e-8));
    }
  }
}
