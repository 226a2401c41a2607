package io.pentimento.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.JsonNumbers;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ClipTokenizerGoldenTest {
  private static final String FILE = "generation/tokenizer.json";

  private static ClipTokenizer tokenizer;

  @BeforeAll
  static void open() {
    tokenizer = ClipTokenizer.packaged();
  }

  @AfterAll
  static void close() {
    tokenizer.close();
  }

  @TestFactory
  Stream<DynamicTest> ids() {
    return GoldenCases.of(FILE, this::idsCases);
  }

  private Stream<DynamicTest> idsCases() {
    return JsonNumbers.elements(Goldens.json(FILE).get("cases"))
        .map(JsonElement::getAsJsonObject)
        .map(
            golden ->
                dynamicTest(
                    "tokenizer.json " + golden.get("text"),
                    () -> {
                      String repaired = golden.has("ids_a1111") ? "ids_a1111" : "ids";
                      assertThat(tokenizer.tokenize(golden.get("text").getAsString()))
                          .isEqualTo(JsonNumbers.ints(golden.get(repaired)));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> specialIds() {
    return GoldenCases.of(FILE, this::specialIdsCases);
  }

  private Stream<DynamicTest> specialIdsCases() {
    JsonObject file = Goldens.json(FILE);
    return Stream.of(
        dynamicTest(
            "tokenizer.json start, end, comma",
            () -> {
              assertThat(tokenizer.startId()).isEqualTo(file.get("start").getAsInt());
              assertThat(tokenizer.endId()).isEqualTo(file.get("end").getAsInt());
              assertThat(tokenizer.tokenize(",")).containsExactly(file.get("comma").getAsInt());
            }));
  }
}
