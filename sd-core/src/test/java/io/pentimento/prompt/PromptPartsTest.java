package io.pentimento.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.prompt.PromptParts.Part;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PromptPartsTest {
  @Property(tries = 3000)
  void everyText_splitsIntoPartsThatJoinAgain(@ForAll("prompts") String prompt) {
    List<Part> parts = PromptParts.of(prompt).parts();
    String joined =
        parts.stream()
            .map(part -> part.text() + " :" + new BigDecimal(part.weight()).toPlainString())
            .collect(Collectors.joining(" AND"));
    assertThat(PromptParts.of(joined).parts()).isEqualTo(parts);
  }

  @Property(tries = 1000)
  void everyPart_isInThePrompt(@ForAll("prompts") String prompt) {
    int at = 0;
    for (Part part : PromptParts.of(prompt).parts()) {
      assertThat(part.weight()).isFinite();
      at = prompt.indexOf(part.text(), at);
      assertThat(at).isNotNegative();
      at += part.text().length();
    }
  }

  @Test
  void and_isAWordInAllScripts() {
    assertThat(PromptParts.of("\u732bAND b").parts()).hasSize(1);
    assertThat(PromptParts.of("a_AND b").parts()).hasSize(1);
    assertThat(PromptParts.of("a\u00b2AND b").parts()).hasSize(1);
    assertThat(PromptParts.of("\ud835\udc00AND b").parts()).hasSize(1);
    assertThat(PromptParts.of("a,AND(b)").parts())
        .containsExactly(new Part("a,", 1), new Part("(b)", 1));
    // A mark ends a word where it is counted in characters, as the WebUI does.
    assertThat(PromptParts.of("e\u0301AND b").parts()).hasSize(2);
  }

  @Test
  void weight_mayHaveDigitsOfAnyScript() {
    assertThat(PromptParts.of("a:\u0661.\u0665").parts()).containsExactly(new Part("a", 1.5));
    assertThat(PromptParts.of("a\u00a0:\u20032\u00a0").parts()).containsExactly(new Part("a", 2));
  }

  @Test
  void weight_beyondDoublesIsText() {
    String text = "a:" + "9".repeat(400);
    assertThat(PromptParts.of(text).parts()).containsExactly(new Part(text, 1));
  }

  @Test
  @Timeout(20)
  void longTexts_areSplitAtOnce() {
    assertThat(PromptParts.of("AND".repeat(100_000)).parts()).hasSize(1);
    assertThat(PromptParts.of(" AND:1".repeat(100_000)).parts()).hasSize(100_001);
    assertThat(PromptParts.of(" ".repeat(200_000)).parts()).containsExactly(new Part("", 1));
    assertThat(PromptParts.of(": 1 ".repeat(100_000)).parts()).hasSize(1);
  }

  @Test
  void parts_mustBeThere() {
    assertThatThrownBy(() -> new PromptParts(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A prompt must have a part, but got none.");
  }

  @Provide
  Arbitrary<String> prompts() {
    return PromptTextsOfAllKinds.arbitrary();
  }
}
