package io.pentimento.prompt;

import java.util.List;

/**
 * A prompt as the text encoder takes it.
 *
 * @param chunks the chunks, at least one
 * @param tokenCount how many tokens the prompt uses; a chunk closed before its end counts as full
 * @param tokenLimit how many tokens fit into these chunks
 */
public record EncodedPrompt(List<TokenChunk> chunks, int tokenCount, int tokenLimit) {
  /** Copies the chunks. */
  public EncodedPrompt {
    chunks = List.copyOf(chunks);
  }
}
