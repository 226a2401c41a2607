package io.pentimento.prompt;

import io.pentimento.model.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts weighted pieces into chunks that fit the text encoder. A chunk that is full near a comma
 * ends at the comma, so that what belongs together stays together.
 */
@SuppressWarnings("exports") // The networks stay hidden: only this library makes one.
public final class PromptChunker {
  /** How many tokens a comma may be away from a chunk's end, usually. */
  public static final int USUAL_BACKTRACK = 20;

  private final Tokenizer tokenizer;
  private final EmbeddingNames embeddings;
  private final int backtrack;
  private final int comma;

  /**
   * Creates a chunker.
   *
   * @param tokenizer the text encoder's tokenizer
   * @param embeddings the embeddings that prompts may name
   * @param backtrack how many tokens a comma may be away from a chunk's end for the chunk to end
   *     there; 0 for never
   */
  public PromptChunker(Tokenizer tokenizer, List<PromptEmbedding> embeddings, int backtrack) {
    if (backtrack < 0) {
      throw new IllegalArgumentException(
          "backtrack must be 0 or more, but got: " + backtrack + ".");
    }
    this.tokenizer = tokenizer;
    this.embeddings = new EmbeddingNames(tokenizer, embeddings);
    this.backtrack = backtrack;
    int[] ids = tokenizer.tokenize(",");
    this.comma = ids.length == 1 ? ids[0] : -1;
  }

  /** Creates a chunker without embeddings that backtracks as usual. */
  public PromptChunker(Tokenizer tokenizer) {
    this(tokenizer, List.of(), USUAL_BACKTRACK);
  }

  /** Cuts a prompt with attention brackets into chunks. */
  public EncodedPrompt chunk(String prompt) {
    return chunk(PromptAttention.parse(prompt));
  }

  /** Cuts pieces into chunks. */
  public EncodedPrompt chunk(List<WeightedText> pieces) {
    Cutting cutting = new Cutting();
    for (WeightedText piece : pieces) {
      if (piece.isBreak()) {
        cutting.close(true);
      } else {
        cutting.add(tokenizer.tokenize(piece.text()), (float) piece.weight());
      }
    }
    return cutting.finish();
  }

  /**
   * Returns a chunk without words: texts with fewer chunks than others in a batch are filled up
   * with it.
   */
  public TokenChunk emptyChunk() {
    return new OpenChunk(tokenizer).closed();
  }

  /** One prompt on its way through. */
  private final class Cutting {
    private final List<TokenChunk> chunks = new ArrayList<>();
    private OpenChunk open = new OpenChunk(tokenizer);
    private int tokenCount;

    void add(int[] tokens, float weight) {
      int at = 0;
      while (at < tokens.length) {
        at += place(tokens, at, weight);
      }
    }

    /** Places what starts at a token and returns how many ids that was. */
    private int place(int[] tokens, int at, float weight) {
      if (tokens[at] == comma) {
        open.markComma();
      } else if (open.endsAtComma(backtrack)) {
        OpenChunk moved = open.splitAtComma();
        close(false);
        open = moved;
      }
      if (open.isFull()) {
        close(false);
      }
      EmbeddingNames.Name name = embeddings.find(tokens, at).orElse(null);
      if (name == null) {
        open.add(tokens[at], weight);
        return 1;
      }
      if (!open.fits(name.embedding().vectors())) {
        close(false);
      }
      open.place(name.embedding(), weight);
      return name.length();
    }

    /** Closes the chunk; one that is closed before its end still counts as full. */
    void close(boolean evenEmpty) {
      if (evenEmpty || !open.isEmpty()) {
        tokenCount += open.capacity();
        chunks.add(open.closed());
        open = new OpenChunk(tokenizer);
      }
    }

    EncodedPrompt finish() {
      int rest = open.length();
      if (rest > 0 || chunks.isEmpty()) {
        chunks.add(open.closed());
      }
      int count = tokenCount + rest;
      int capacity = open.capacity();
      int limit = (Math.max(count, 1) + capacity - 1) / capacity * capacity;
      return new EncodedPrompt(chunks, count, limit);
    }
  }
}
