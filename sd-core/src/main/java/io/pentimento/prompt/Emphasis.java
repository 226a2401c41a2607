package io.pentimento.prompt;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.UnaryOperator;

/** How the weights of a prompt act on what the text encoder makes of it. */
public enum Emphasis {
  /**
   * Each token's vector is multiplied by its weight, and the whole scaled so that its mean stays.
   */
  ORIGINAL("Original") {
    @Override
    NDArray apply(NDArray encoded, NDArray weights, UnaryOperator<NDArray> mean) {
      NDArray weighted = weighted(encoded, weights);
      return weighted.mul(mean.apply(encoded).div(mean.apply(weighted)));
    }
  },
  /** Each token's vector is multiplied by its weight. */
  NO_NORM("No norm") {
    @Override
    NDArray apply(NDArray encoded, NDArray weights, UnaryOperator<NDArray> mean) {
      return weighted(encoded, weights);
    }
  },
  /** Weights are read and have no effect. */
  IGNORE("Ignore") {
    @Override
    NDArray apply(NDArray encoded, NDArray weights, UnaryOperator<NDArray> mean) {
      return encoded;
    }
  },
  /** Brackets, colons and BREAK are words like others. */
  NONE("None") {
    @Override
    NDArray apply(NDArray encoded, NDArray weights, UnaryOperator<NDArray> mean) {
      return encoded;
    }

    @Override
    public List<WeightedText> parse(String prompt) {
      return List.of(new WeightedText(prompt, 1));
    }
  };

  private final String label;

  Emphasis(String label) {
    this.label = label;
  }

  /** Returns the name under which pictures record this mode. */
  public String label() {
    return label;
  }

  /** Splits a prompt into weighted pieces. */
  public List<WeightedText> parse(String prompt) {
    return PromptAttention.parse(prompt);
  }

  /**
   * Weighs one chunk of all texts that are encoded together. Means are taken over the whole array,
   * so what is together in it matters.
   *
   * @param encoded the text encoder's output, {@code [batch, 77, width]}, float32
   * @param weights each token's weight, {@code [77]} or {@code [batch, 77]}, float32
   * @return an array of the shape of {@code encoded}, on its manager
   */
  public NDArray apply(NDArray encoded, NDArray weights) {
    return apply(encoded, weights, NDArray::mean);
  }

  /**
   * Weighs one chunk of texts some of which stand several times in the batch but once in the array.
   *
   * @param encoded the text encoder's output, {@code [texts, 77, width]}, float32
   * @param weights each token's weight, {@code [texts, 77]}, float32
   * @param shares which share of the batch each text makes up, {@code [texts]}, float32; their sum
   *     is 1
   * @return an array of the shape of {@code encoded}, on its manager
   */
  NDArray apply(NDArray encoded, NDArray weights, NDArray shares) {
    return apply(
        encoded, weights, x -> x.reshape(shares.size(), -1).mean(new int[] {1}).mul(shares).sum());
  }

  abstract NDArray apply(NDArray encoded, NDArray weights, UnaryOperator<NDArray> mean);

  private static NDArray weighted(NDArray encoded, NDArray weights) {
    return encoded.mul(weights.expandDims(-1));
  }
}
