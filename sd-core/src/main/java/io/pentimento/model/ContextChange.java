package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import java.util.List;
import java.util.Optional;

/**
 * A hypernetwork in front of the keys and values of attention: {@code context + strength ·
 * layers(context)}.
 *
 * @param strength how much it counts
 * @param keys the layers for keys
 * @param values the layers for values
 */
public record ContextChange(double strength, List<Layer> keys, List<Layer> values) {
  private static final double NORM_EPS = 1e-5;

  /** Copies the lists. */
  public ContextChange {
    keys = List.copyOf(keys);
    values = List.copyOf(values);
  }

  /** Returns the same network with another strength. */
  public ContextChange withStrength(double strength) {
    return new ContextChange(strength, keys, values);
  }

  /**
   * A linear layer, an activation, and a normalisation if there is one.
   *
   * @param weight {@code [out, in]}
   * @param bias {@code [out]}
   */
  public record Layer(
      NDArray weight, NDArray bias, ContextActivation activation, Optional<Scale> norm) {
    private NDArray apply(Scope scope, NDArray x) {
      NDArray mapped = activation.apply(scope, scope.linear(x, weight, Optional.of(bias)));
      return norm.isPresent()
          ? scope.layerNorm(mapped, norm.get().weight(), norm.get().bias(), NORM_EPS)
          : mapped;
    }
  }

  /**
   * Scale and shift of a layer normalisation.
   *
   * @param weight {@code [out]}
   * @param bias {@code [out]}
   */
  public record Scale(NDArray weight, NDArray bias) {}

  /** Changes the context of keys. */
  NDArray forKeys(Scope scope, NDArray context) {
    return changed(scope, context, keys);
  }

  /** Changes the context of values. */
  NDArray forValues(Scope scope, NDArray context) {
    return changed(scope, context, values);
  }

  private NDArray changed(Scope parent, NDArray context, List<Layer> layers) {
    try (Scope scope = parent.open("hypernetwork")) {
      NDArray hidden = context;
      for (Layer layer : layers) {
        hidden = layer.apply(scope, hidden);
      }
      return parent.adopt(scope.addScaled(context, hidden, strength));
    }
  }
}
