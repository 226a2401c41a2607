package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What may follow a linear layer of a hypernetwork: torch's activations that have no parameters and
 * treat each number by itself. RReLU is at inference a leaky ReLU with the mean of its slopes.
 */
public enum ContextActivation {
  /** Nothing. */
  LINEAR,
  RELU,
  RELU6,
  /** With slope 0.01. */
  LEAKYRELU,
  RRELU,
  ELU,
  CELU,
  SELU,
  HARDSWISH,
  HARDSIGMOID,
  HARDTANH,
  HARDSHRINK,
  SOFTSHRINK,
  SOFTPLUS,
  SOFTSIGN,
  LOGSIGMOID,
  TANH,
  TANHSHRINK,
  SIGMOID,
  SILU,
  MISH,
  GELU;

  private final String word = name().toLowerCase(Locale.ROOT);

  /**
   * Returns the activation of a name. The WebUI trained hypernetworks with hard swish under the
   * name {@code swish}.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static ContextActivation of(String name) {
    String asked = name.equals("swish") ? HARDSWISH.word : name;
    return Arrays.stream(values())
        .filter(activation -> activation.word.equals(asked))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "A hypernetwork's activation must be swish or one of %s, but got: %s."
                        .formatted(
                            Arrays.stream(values())
                                .map(activation -> activation.word)
                                .collect(Collectors.joining(", ")),
                            name)));
  }

  NDArray apply(Scope scope, NDArray x) {
    return this == LINEAR ? x : scope.activate(word, x);
  }
}
