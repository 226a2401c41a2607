package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;

/** The part of an IP-Adapter that makes tokens of what the picture encoder sees. */
sealed interface PictureProjection permits PlainProjection, FullProjection, ResampledProjection {
  /** Tells whether it takes the encoder's last layer but one, and not the embedded picture. */
  boolean takesHidden();

  /**
   * Makes tokens.
   *
   * @param scope holds the result
   * @param features of the adapter's type: {@code [batch, tokens, width]} of a layer, or {@code
   *     [batch, projected]} of the embedded picture
   * @return {@code [batch, tokens, contextWidth]}
   */
  NDArray tokens(Scope scope, NDArray features);
}
