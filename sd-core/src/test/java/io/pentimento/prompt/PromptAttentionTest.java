package io.pentimento.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PromptAttentionTest {
  @Test
  void number_thatIsNoneIsText() {
    assertThat(PromptAttention.parse("(a:1..2)")).containsExactly(new WeightedText("a:1..2", 1.1));
    assertThat(PromptAttention.parse("(a:.)")).containsExactly(new WeightedText("a:.", 1.1));
  }

  @Test
  void number_beyondDoublesIsText() {
    String digits = "9".repeat(400);
    assertThat(PromptAttention.parse("(a:" + digits + ")"))
        .containsExactly(new WeightedText("a:" + digits, 1.1));
  }

  @Test
  void break_insideBracketsIsAWord() {
    assertThat(PromptAttention.parse("(a BREAK b:1.2)")).noneMatch(WeightedText::isBreak);
    assertThat(PromptAttention.parse("a BREAK b")).anyMatch(WeightedText::isBreak);
  }

  @Test
  void longTextOfBlanks_isParsedAtOnce() {
    assertThat(PromptAttention.parse(" ".repeat(200_000))).hasSize(1);
    assertThat(PromptAttention.parse(":" + " ".repeat(200_000))).hasSize(1);
  }

  @Property(tries = 3000)
  void everyText_isAPrompt(@ForAll("prompts") String prompt) {
    List<WeightedText> pieces = PromptAttention.parse(prompt);
    assertThat(pieces).isNotEmpty();
    for (int i = 1; i < pieces.size(); i++) {
      assertThat(pieces.get(i).weight()).isNotEqualTo(pieces.get(i - 1).weight());
    }
  }

  @Property(tries = 1000)
  void textWithoutSyntax_isOnePiece(@ForAll String text) {
    String plain = text.replaceAll("[\\\\()\\[\\]:]", "").replace("BREAK", "");
    assertThat(PromptAttention.parse(plain)).containsExactly(new WeightedText(plain, 1));
  }

  @Provide
  Arbitrary<String> prompts() {
    Arbitrary<String> parts =
        Arbitraries.oneOf(
            Arbitraries.of(
                "(", ")", "[", "]", ":", "\\", " ", "BREAK", " BREAK ", ":1.2)", ":.5)", ":-3)"),
            Arbitraries.strings().ofMaxLength(4),
            Arbitraries.strings().withChars("ab1.,:()").ofMaxLength(6));
    return parts.list().ofMaxSize(30).map(list -> String.join("", list));
  }
}
