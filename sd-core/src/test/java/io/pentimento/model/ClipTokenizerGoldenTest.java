package io.pentimento.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonObject;
import io.pentimento.testing.GoldenCases;
import io.pentimento.testing.Goldens;
import io.pentimento.testing.JsonNumbers;
import java.util.Map;
import java.util.function.IntSupplier;
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
    return GoldenCases.of(FILE + " cases", this::idsCases);
  }

  private Stream<DynamicTest> idsCases() {
    return Goldens.objects(FILE, "cases")
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
    return GoldenCases.of(FILE + " start, end, comma", this::specialIdsCases);
  }

  private Stream<DynamicTest> specialIdsCases() {
    JsonObject file = Goldens.json(FILE);
    return Stream.<Map.Entry<String, IntSupplier>>of(
            Map.entry("start", tokenizer::startId),
            Map.entry("end", tokenizer::endId),
            Map.entry("comma", () -> tokenizer.tokenize(",")[0]))
        .filter(entry -> file.has(entry.getKey()))
        .map(
            entry ->
                dynamicTest(
                    "tokenizer.json " + entry.getKey(),
                    () ->
                        assertThat(entry.getValue().getAsInt())
                            .isEqualTo(file.get(entry.getKey()).getAsInt())));
  }
}
