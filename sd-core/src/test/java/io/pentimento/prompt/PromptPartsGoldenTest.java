package io.pentimento.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.JsonNumbers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class PromptPartsGoldenTest {
  private static final String FILE = "generation/multicond.json";

  @TestFactory
  Stream<DynamicTest> parts() {
    return GoldenCases.of(FILE + " cases", this::partsCases);
  }

  private Stream<DynamicTest> partsCases() {
    return Goldens.objects(FILE, "cases")
        .map(
            golden ->
                dynamicTest("multicond.json " + golden.get("prompt"), () -> assertParts(golden)));
  }

  private static void assertParts(JsonObject golden) {
    PromptParts actual = PromptParts.of(golden.get("prompt").getAsString());
    List<JsonElement> expected = golden.getAsJsonArray("parts").asList();
    assertThat(actual.parts()).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      JsonArray part = expected.get(i).getAsJsonArray();
      assertThat(actual.parts().get(i).text()).isEqualTo(part.get(0).getAsString());
      assertThat(actual.parts().get(i).weight()).isCloseTo(part.get(1).getAsDouble(), within(1e-8));
    }
    assertThat(actual.texts())
        .isEqualTo(JsonNumbers.elements(golden.get("flat")).map(JsonElement::getAsString).toList());
  }
}
