package io.pentimento.adapters;

import io.pentimento.testing.GoldenModels;
import io.pentimento.testing.GoldenTensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Token ids of the golden set. */
final class TokenRows {
  private TokenRows() {}

  /** Returns the rows of {@code [sequences, tokens]}. */
  static List<int[]> of(GoldenTensor ids) {
    int tokens = Math.toIntExact(ids.shape()[1]);
    return IntStream.range(0, Math.toIntExact(ids.shape()[0]))
        .mapToObj(
            row ->
                Arrays.stream(ids.values(), row * tokens, (row + 1) * tokens)
                    .mapToInt(id -> (int) id)
                    .toArray())
        .toList();
  }

  /** Returns the id that ends a text for the second text encoder of a model. */
  static int end(String model) throws IOException {
    return GoldenModels.part(model, "text_encoder_2").config().integer("eos_token_id", 0);
  }
}
