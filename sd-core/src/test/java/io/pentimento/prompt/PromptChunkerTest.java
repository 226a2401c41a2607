package io.pentimento.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.model.Tokenizer;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PromptChunkerTest {
  /** One id a character. */
  private static final Tokenizer LETTERS =
      new Tokenizer() {
        @Override
        public int[] tokenize(String text) {
          return text.chars().map(c -> c + 10).toArray();
        }

        @Override
        public int startId() {
          return 1;
        }

        @Override
        public int endId() {
          return 2;
        }

        @Override
        public int padId() {
          return 0;
        }

        @Override
        public int maxLength() {
          return 77;
        }
      };

  @Property(tries = 500)
  void everyPrompt_fillsWholeChunks(
      @ForAll String prompt, @ForAll @IntRange(max = 80) int backtrack) {
    EncodedPrompt encoded = new PromptChunker(LETTERS, List.of(), backtrack).chunk(prompt);
    assertThat(encoded.chunks()).isNotEmpty();
    assertThat(encoded.tokenLimit()).isEqualTo(75 * encoded.chunks().size());
    assertThat(encoded.tokenCount()).isLessThanOrEqualTo(encoded.tokenLimit());
    for (TokenChunk chunk : encoded.chunks()) {
      assertThat(chunk.ids()).hasSize(77).startsWith(1).contains(2);
      assertThat(chunk.weights()).hasSize(77);
    }
  }

  @Property(tries = 200)
  void noToken_isLost(
      @ForAll @IntRange(max = 400) int words, @ForAll @IntRange(max = 80) int backtrack) {
    String prompt = "abcdefgh,".repeat(words);
    long tokens =
        new PromptChunker(LETTERS, List.of(), backtrack)
            .chunk(prompt).chunks().stream()
                .mapToLong(chunk -> Arrays.stream(chunk.ids()).filter(id -> id > 2).count())
                .sum();
    assertThat(tokens).isEqualTo(prompt.length());
  }

  @Test
  void emptyPrompt_isOneChunk() {
    EncodedPrompt encoded = new PromptChunker(LETTERS).chunk("");
    assertThat(encoded.chunks()).hasSize(1);
    assertThat(encoded.tokenCount()).isZero();
    assertThat(encoded.tokenLimit()).isEqualTo(75);
    assertThat(encoded.chunks().get(0).ids())
        .isEqualTo(new PromptChunker(LETTERS).emptyChunk().ids());
    assertThat(encoded.chunks().get(0).isWeighted()).isFalse();
  }

  @Test
  void backtrack_belowZeroIsRefused() {
    assertThatThrownBy(() -> new PromptChunker(LETTERS, List.of(), -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("backtrack must be 0 or more, but got: -1.");
  }

  @Test
  void embedding_withoutVectorsIsRefused() {
    assertThatThrownBy(() -> new PromptEmbedding("ink", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("An embedding must have 1 to 75 vectors, but ink has: 0.");
  }
}
