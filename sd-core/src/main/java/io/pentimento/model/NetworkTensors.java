package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tensors that a network is built from.
 *
 * @param byName each under its name in diffusers' layout
 * @param layerWeights the names of the weights of linear layers and convolutions, which may have a
 *     {@link LowRank} part
 */
public record NetworkTensors(Map<String, NDArray> byName, Set<String> layerWeights) {
  /** Copies the collections, in order. */
  public NetworkTensors {
    byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    layerWeights = Collections.unmodifiableSet(new TreeSet<>(layerWeights));
  }

  /** Returns the same tensors under names without a beginning that all of them have. */
  NetworkTensors without(String prefix) {
    if (!byName.keySet().stream().allMatch(name -> name.startsWith(prefix))) {
      return this;
    }
    Map<String, NDArray> shorter = new LinkedHashMap<>();
    byName.forEach((name, array) -> shorter.put(name.substring(prefix.length()), array));
    Set<String> layers = new TreeSet<>();
    layerWeights.forEach(name -> layers.add(name.substring(prefix.length())));
    return new NetworkTensors(shorter, layers);
  }
}
