package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;

/** A token for each of the picture encoder's: the adapter that is called "full-face". */
record FullProjection(Linear in, Linear out, Norm norm) implements PictureProjection {
  @Override
  public boolean takesHidden() {
    return true;
  }

  @Override
  public NDArray tokens(Scope parent, NDArray features) {
    try (Scope scope = parent.open("picture tokens")) {
      NDArray active = scope.gelu(in.apply(scope, features));
      return parent.adopt(norm.layer(scope, out.apply(scope, active)));
    }
  }
}
