package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tensors of a network, some of them replaced, from which a network like it is built that
 * shares the others.
 *
 * @param base the network's own tensors
 * @param replaced those that stand in place of them, also biases that layers lack, by name
 * @param products what is added to weights of layers, by the weight's name
 * @param contexts the hypernetworks in front of attention, by the width of its context
 */
public record PatchedTensors(
    NetworkTensors base,
    Map<String, NDArray> replaced,
    Map<String, LowRank> products,
    Map<Integer, List<ContextChange>> contexts)
    implements TensorSource {
  /** Copies the maps. */
  public PatchedTensors {
    replaced = Map.copyOf(replaced);
    products = Map.copyOf(products);
    contexts = Map.copyOf(contexts);
  }

  /** Returns the same changes to the tensors of a network like the one they were made for. */
  PatchedTensors over(NetworkTensors same) {
    return new PatchedTensors(same, replaced, products, contexts);
  }

  @Override
  public boolean has(String name) {
    return base.byName().keySet().stream()
        .anyMatch(key -> key.equals(name) || key.startsWith(name + "."));
  }

  @Override
  public NDArray tensor(String name, long... shape) {
    NDArray array = replaced.getOrDefault(name, base.byName().get(name));
    if (array == null) {
      throw new IllegalStateException("The network that was read has no tensor " + name + ".");
    }
    return array;
  }

  @Override
  public Optional<NDArray> addedBias(String name) {
    return Optional.ofNullable(replaced.get(name));
  }

  @Override
  public Optional<LowRank> product(String weight) {
    return Optional.ofNullable(products.get(weight));
  }

  @Override
  public List<ContextChange> contextChanges(int width) {
    return contexts.getOrDefault(width, List.of());
  }

  /** Has nothing to tell: the network's own tensors were checked when they were read. */
  @Override
  public void finish() {}
}
