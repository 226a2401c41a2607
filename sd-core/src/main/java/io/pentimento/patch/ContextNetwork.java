package io.pentimento.patch;

import java.util.List;
import java.util.Optional;

/**
 * What a hypernetwork adds to the context that keys and values are made of.
 *
 * @param keys the layers for keys, applied one after the other
 * @param values the layers for values
 */
public record ContextNetwork(List<Layer> keys, List<Layer> values) {
  /** Copies the lists. */
  public ContextNetwork {
    keys = List.copyOf(keys);
    values = List.copyOf(values);
  }

  /**
   * A linear layer and what follows it.
   *
   * @param weight row-major {@code [out][in]}
   * @param bias {@code [out]}
   * @param activation what follows, under torch's name of its class in lower case, or {@code
   *     linear} for nothing
   * @param norm the layer normalisation at the end, if there is one
   */
  public record Layer(float[][] weight, float[] bias, String activation, Optional<Norm> norm) {}

  /**
   * Scale and shift of a layer normalisation, whose eps is 1e-5.
   *
   * @param weight {@code [out]}
   * @param bias {@code [out]}
   */
  public record Norm(float[] weight, float[] bias) {}
}
