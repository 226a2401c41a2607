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

  /**
   * Returns the same tensors under names without a beginning, where they have it: what stands
   * beside the model in a file, such as a text encoder's projection, lacks it.
   */
  NetworkTensors without(String prefix) {
    Map<String, NDArray> shorter = new LinkedHashMap<>();
    byName.forEach((name, array) -> shorter.put(cut(name, prefix), array));
    Set<String> layers = new TreeSet<>();
    layerWeights.forEach(name -> layers.add(cut(name, prefix)));
    return new NetworkTensors(shorter, layers);
  }

  private static String cut(String name, String prefix) {
    return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
  }
}
