package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.FeatureKernels;
import io.pentimento.internal.Scope;

/**
 * Tokens of the embedded picture (Ye et al. 2023, "IP-Adapter", section 3.2.1): one linear layer,
 * cut into tokens.
 *
 * @param tokens how many, 4 in published files
 */
record PlainProjection(Linear linear, Norm norm, long tokens) implements PictureProjection {
  @Override
  public boolean takesHidden() {
    return false;
  }

  @Override
  public NDArray tokens(Scope parent, NDArray features) {
    try (Scope scope = parent.open("picture tokens")) {
      NDArray rows = FeatureKernels.cutRows(scope, linear.apply(scope, features), tokens);
      return parent.adopt(norm.layer(scope, rows));
    }
  }
}
