package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import java.util.List;

/**
 * A few learned tokens that look at all of the picture encoder's (a resampler as of Alayrac et al.
 * 2022, "Flamingo", section 3.1): the adapters that are called "plus".
 *
 * @param latents the learned tokens, {@code [1, tokens, width]}
 */
record ResampledProjection(NDArray latents, Linear in, List<Layer> layers, Linear out, Norm normOut)
    implements PictureProjection {
  /** Heads are of this width in all such adapters. */
  static final int HEAD_WIDTH = 64;

  ResampledProjection {
    layers = List.copyOf(layers);
  }

  /**
   * One look at the picture, and a feed-forward, each added to the tokens.
   *
   * @param inner how wide keys are, and values
   */
  record Layer(
      Norm pictureNorm,
      Norm tokenNorm,
      Linear toQ,
      Linear toKeysAndValues,
      Linear toOut,
      long inner,
      Norm feedNorm,
      Linear feedIn,
      Linear feedOut) {
    NDArray apply(Scope parent, NDArray picture, NDArray tokens) {
      try (Scope scope = parent.open("resampler layer")) {
        NDArray own = tokenNorm.layer(scope, tokens);
        NDArray seen = scope.concat(pictureNorm.layer(scope, picture), own, 1);
        NDArray both = toKeysAndValues.apply(scope, seen);
        NDArray attended =
            scope.attention(
                toQ.apply(scope, own),
                scope.slice(both, 0, inner, 2),
                scope.slice(both, inner, 2 * inner, 2),
                inner / HEAD_WIDTH,
                false);
        NDArray hidden = scope.add(toOut.apply(scope, attended), tokens);
        NDArray active = scope.gelu(feedIn.apply(scope, feedNorm.layer(scope, hidden)));
        return parent.adopt(scope.add(feedOut.apply(scope, active), hidden));
      }
    }
  }

  @Override
  public boolean takesHidden() {
    return true;
  }

  @Override
  public NDArray tokens(Scope parent, NDArray features) {
    try (Scope scope = parent.open("picture tokens")) {
      NDArray picture = in.apply(scope, features);
      NDArray tokens = scope.repeatRows(latents, features.getShape().get(0));
      for (Layer layer : layers) {
        tokens = layer.apply(scope, picture, tokens);
      }
      return parent.adopt(normOut.layer(scope, out.apply(scope, tokens)));
    }
  }
}
