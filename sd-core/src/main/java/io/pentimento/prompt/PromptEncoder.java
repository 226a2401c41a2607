package io.pentimento.prompt;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.model.TextEncoder;
import io.pentimento.model.TextEncoderConfig.Activation;
import io.pentimento.model.Tokenizer;
import java.util.List;

/**
 * Turns a prompt into what the U-Net's cross-attention looks at: text encoder output, chunk by
 * chunk, weighted.
 */
@SuppressWarnings("exports") // The networks stay hidden: only this library makes one.
public final class PromptEncoder {
  private final PromptChunker chunker;
  private final TextEncoder textEncoder;
  private final int clipSkip;
  private final Emphasis emphasis;

  /**
   * Prepares the encoding of prompts.
   *
   * @param clipSkip which layer of the text encoder counts from the end, 1 (the last) to 12.
   *     OpenCLIP encoders (SD2) were trained with one layer and ignore it
   * @throws IllegalArgumentException if the text encoder has fewer layers
   */
  public PromptEncoder(
      Tokenizer tokenizer, TextEncoder textEncoder, int clipSkip, Emphasis emphasis) {
    this.chunker = new PromptChunker(tokenizer);
    this.textEncoder = textEncoder;
    this.clipSkip = textEncoder.config().activation() == Activation.GELU ? 1 : clipSkip;
    this.emphasis = emphasis;
    textEncoder.checkClipSkip(this.clipSkip);
  }

  /**
   * Encodes a prompt of any length.
   *
   * @param parent holds the result
   * @return {@code [1, 77 × chunks, width]}, float32
   */
  public NDArray encode(Scope parent, String prompt) {
    try (Scope scope = parent.open("prompt")) {
      List<TokenChunk> chunks = chunker.chunk(emphasis.parse(prompt)).chunks();
      NDArray encoded =
          textEncoder.encode(scope, chunks.stream().map(TokenChunk::ids).toList(), clipSkip);
      NDArray joined = null;
      for (int i = 0; i < chunks.size(); i++) {
        NDArray chunk = weigh(scope, scope.slice(encoded, i, i + 1L, 0), chunks.get(i));
        joined = joined == null ? chunk : scope.concat(joined, chunk, 1);
      }
      if (joined == null) {
        throw new IllegalStateException("A prompt always has a chunk.");
      }
      return parent.adopt(joined);
    }
  }

  private NDArray weigh(Scope scope, NDArray encoded, TokenChunk chunk) {
    if (!chunk.isWeighted()) {
      return encoded;
    }
    float[] weights = chunk.weights();
    return emphasis.apply(encoded, scope.array(weights, weights.length));
  }
}
