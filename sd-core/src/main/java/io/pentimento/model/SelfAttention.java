package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;

/** How the tokens of a picture look at each other. */
@FunctionalInterface
interface SelfAttention {
  /** As they were trained to. */
  SelfAttention TRAINED =
      (scope, attention, cells) ->
          attention.apply(scope, cells.normed(), attention.project(scope, cells.normed()));

  /** Each at itself alone: Ahn et al. 2024, "Perturbed-Attention Guidance", equation 15. */
  SelfAttention PERTURBED =
      (scope, attention, cells) ->
          attention.toOut().apply(scope, attention.project(scope, cells.normed()).values());

  /**
   * The cells of a picture as tokens.
   *
   * @param tokens {@code [rows, height × width, channels]}
   * @param normed the same after the norm before attention
   */
  record Cells(NDArray tokens, NDArray normed, long height, long width) {}

  /**
   * Returns what each token finds, {@code [rows, height × width, channels]}.
   *
   * @param scope holds it
   */
  NDArray attend(Scope scope, Attention attention, Cells cells);
}
