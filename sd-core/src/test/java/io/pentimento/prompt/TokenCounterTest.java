package io.pentimento.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.model.ClipTokenizer;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TokenCounterTest {
  private static final Timeline TEN = Timeline.firstPass(10);
  private static ClipTokenizer tokenizer;

  @BeforeAll
  @BeforeContainer
  static void open() {
    tokenizer = ClipTokenizer.packaged();
  }

  @AfterAll
  @AfterContainer
  static void close() {
    tokenizer.close();
  }

  private static TokenCounter counter(Emphasis emphasis) {
    return new TokenCounter(tokenizer, emphasis);
  }

  @Test
  void prompt_countsItsLongestPart() {
    TokenCounter counter = counter(Emphasis.ORIGINAL);
    assertThat(counter.prompt("", TEN)).isEqualTo(new TokenCount(0, 75));
    assertThat(counter.prompt("a cat AND a big dog :2", TEN)).isEqualTo(new TokenCount(3, 75));
    assertThat(counter.negativePrompt("a cat AND a big dog", TEN)).isEqualTo(new TokenCount(6, 75));
  }

  @Test
  void prompt_countsTheLongestTextItIsEditedTo() {
    TokenCounter counter = counter(Emphasis.ORIGINAL);
    assertThat(counter.prompt("a [cat:big black dog:5]", TEN)).isEqualTo(new TokenCount(4, 75));
    assertThat(counter.negativePrompt("a [cat|big dog|]", TEN)).isEqualTo(new TokenCount(3, 75));
    // The switch lies behind the last step, so the dog is never seen.
    assertThat(counter.prompt("a [cat:big black dog:15]", TEN)).isEqualTo(new TokenCount(2, 75));
  }

  @Test
  void prompt_leavesOutTags() {
    TokenCounter counter = counter(Emphasis.ORIGINAL);
    assertThat(counter.prompt("a cat <lora:ink:0.8>", TEN)).isEqualTo(new TokenCount(2, 75));
    assertThat(counter.negativePrompt("a cat <lora:ink:0.8>", TEN).count()).isGreaterThan(2);
  }

  @Test
  void emphasis_saysWhatIsSyntax() {
    assertThat(counter(Emphasis.IGNORE).prompt("a (cat:1.3) BREAK b", TEN))
        .isEqualTo(new TokenCount(76, 150));
    assertThat(counter(Emphasis.NONE).prompt("a (cat) BREAK b", TEN))
        .isEqualTo(new TokenCount(6, 75));
  }

  @Test
  void embeddings_countAllTheirVectors() {
    PromptChunker chunker =
        new PromptChunker(
            tokenizer, List.of(new PromptEmbedding("embthree", 3)), PromptChunker.USUAL_BACKTRACK);
    assertThat(new TokenCounter(chunker, Emphasis.ORIGINAL).prompt("a embthree", TEN))
        .isEqualTo(new TokenCount(4, 75));
  }

  @Property(tries = 500)
  void everyPrompt_fitsItsLimit(@ForAll("prompts") String prompt) {
    for (Emphasis emphasis : Emphasis.values()) {
      for (TokenCount count :
          List.of(
              counter(emphasis).prompt(prompt, TEN),
              counter(emphasis).negativePrompt(prompt, TEN))) {
        assertThat(count.count()).isBetween(0, count.limit());
        assertThat(count.limit() % 75).isZero();
        assertThat(count.limit()).isPositive();
      }
    }
  }

  @Provide
  Arbitrary<String> prompts() {
    return PromptTextsOfAllKinds.arbitrary();
  }
}
