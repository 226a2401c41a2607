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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ExtraNetworksGoldenTest {
  private static final String FILE = "generation/extra_networks.json";

  @TestFactory
  Stream<DynamicTest> networks() {
    return GoldenCases.of(FILE + " cases", this::networksCases);
  }

  private Stream<DynamicTest> networksCases() {
    return Goldens.objects(FILE, "cases")
        .map(
            golden ->
                dynamicTest(
                    "extra_networks.json " + golden.get("prompt"), () -> assertNetworks(golden)));
  }

  /** The file groups tags by their kind, kinds in the order in which they come first. */
  private static void assertNetworks(JsonObject golden) {
    ExtraNetworks actual = ExtraNetworks.of(golden.get("prompt").getAsString());
    assertThat(actual.text()).isEqualTo(golden.get("text").getAsString());
    Map<String, List<ExtraNetwork>> kinds =
        actual.tags().stream()
            .collect(
                Collectors.groupingBy(ExtraNetwork::kind, LinkedHashMap::new, Collectors.toList()));
    Map<String, JsonArray> expected = new LinkedHashMap<>();
    for (JsonElement kind : golden.getAsJsonArray("networks")) {
      JsonArray nameAndTags = kind.getAsJsonArray();
      expected.put(nameAndTags.get(0).getAsString(), nameAndTags.get(1).getAsJsonArray());
    }
    assertThat(List.copyOf(kinds.keySet())).isEqualTo(List.copyOf(expected.keySet()));
    kinds.forEach(
        (kind, tags) -> {
          assertThat(tags).hasSize(expected.get(kind).size());
          for (int i = 0; i < tags.size(); i++) {
            assertTag(tags.get(i), expected.get(kind).get(i).getAsJsonObject());
          }
        });
  }

  private static void assertTag(ExtraNetwork tag, JsonObject golden) {
    assertThat(tag.items()).isEqualTo(strings(golden.get("items")));
    assertThat(tag.positional()).isEqualTo(strings(golden.get("positional")));
    Map<String, String> named = new LinkedHashMap<>();
    golden
        .getAsJsonObject("named")
        .entrySet()
        .forEach(entry -> named.put(entry.getKey(), entry.getValue().getAsString()));
    assertThat(tag.named()).isEqualTo(named);
    if (golden.has("lora")) {
      assertLora(tag.lora().orElseThrow(), golden.getAsJsonObject("lora"));
    }
  }

  private static void assertLora(LoraTag lora, JsonObject golden) {
    assertThat(lora.name()).isEqualTo(golden.get("name").getAsString());
    assertThat(lora.textEncoderWeight()).isCloseTo(golden.get("te").getAsDouble(), within(1e-8));
    assertThat(lora.unetWeight()).isCloseTo(golden.get("unet").getAsDouble(), within(1e-8));
    assertThat(lora.rank())
        .isEqualTo(
            golden.get("dyn").isJsonNull()
                ? OptionalInt.empty()
                : OptionalInt.of(golden.get("dyn").getAsInt()));
  }

  private static List<String> strings(JsonElement list) {
    return JsonNumbers.elements(list).map(JsonElement::getAsString).toList();
  }
}
