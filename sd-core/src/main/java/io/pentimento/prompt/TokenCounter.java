package io.pentimento.prompt;

import io.pentimento.model.Tokenizer;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Counts what a prompt takes of the text encoder's input, as the text encoder will see it: without
 * tags of extra networks, and the most of all its parts and of all texts it is edited to.
 */
@SuppressWarnings("exports") // The networks stay hidden: only this library makes one.
public final class TokenCounter {
  private final PromptChunker chunker;
  private final Emphasis emphasis;

  /**
   * Creates a counter.
   *
   * @param chunker cuts prompts, and knows embeddings that take several tokens
   * @param emphasis how brackets and BREAK are read
   */
  public TokenCounter(PromptChunker chunker, Emphasis emphasis) {
    this.chunker = chunker;
    this.emphasis = emphasis;
  }

  /** Creates a counter for prompts without embeddings. */
  public TokenCounter(Tokenizer tokenizer, Emphasis emphasis) {
    this(new PromptChunker(tokenizer), emphasis);
  }

  /** Counts a prompt, without its extra networks, part by part. */
  public TokenCount prompt(String prompt, Timeline timeline) {
    return most(PromptParts.of(ExtraNetworks.of(prompt).text()).texts().stream(), timeline);
  }

  /** Counts a negative prompt, in which AND and tags are words like others. */
  public TokenCount negativePrompt(String negativePrompt, Timeline timeline) {
    return most(Stream.of(negativePrompt), timeline);
  }

  private TokenCount most(Stream<String> texts, Timeline timeline) {
    return texts
        .flatMap(text -> PromptSchedule.of(text, timeline).texts().stream())
        .distinct()
        .map(this::count)
        .max(Comparator.comparingInt(TokenCount::count))
        .orElseThrow(() -> new IllegalStateException("A prompt always has a text."));
  }

  private TokenCount count(String text) {
    EncodedPrompt encoded = chunker.chunk(emphasis.parse(text));
    return new TokenCount(encoded.tokenCount(), encoded.tokenLimit());
  }
}
