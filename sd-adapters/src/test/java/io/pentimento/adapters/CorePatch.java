package io.pentimento.adapters;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.pentimento.internal.Scope;
import io.pentimento.model.NetworkPatch;
import io.pentimento.model.NetworkTensors;
import io.pentimento.patch.ContextNetwork;
import io.pentimento.patch.ModelLayout;
import io.pentimento.patch.ModelPart;
import io.pentimento.patch.PatchTarget;
import io.pentimento.patch.StepWeight;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Hands changes of one network to the core's side, and leaves out those of others. */
record CorePatch(ModelLayout layout, ModelPart part, NetworkPatch network, Scope scope)
    implements PatchTarget {
  /**
   * Starts without changes.
   *
   * @param folder the model's folder, whose shapes count for other networks
   * @param held the network's tensors as they are in memory, 1×1 convolutions as linear layers
   */
  static CorePatch of(
      ModelLayout folder, ModelPart part, NetworkTensors held, NetworkPatch network, Scope scope) {
    return new CorePatch(new HeldLayout(folder, part, held), part, network, scope);
  }

  private record HeldLayout(ModelLayout folder, ModelPart part, NetworkTensors held)
      implements ModelLayout {
    @Override
    public String modelName() {
      return folder.modelName();
    }

    @Override
    public Set<ModelPart> parts() {
      return folder.parts();
    }

    @Override
    public Map<String, long[]> tensors(ModelPart of) {
      return of == part
          ? held.byName().entrySet().stream()
              .collect(
                  Collectors.toMap(
                      Map.Entry::getKey, entry -> entry.getValue().getShape().getShape()))
          : folder.tensors(of);
    }

    @Override
    public UNetBlocks blocks() {
      return folder.blocks();
    }
  }

  @Override
  public NDManager manager() {
    return scope.manager();
  }

  @Override
  public void addProduct(
      ModelPart of, String tensor, NDArray up, NDArray down, double scale, StepWeight weight) {
    if (of == part) {
      network.addProduct(tensor, up, down, scale, weight);
    }
  }

  @Override
  public void add(ModelPart of, String tensor, UnaryOperator<NDArray> change, StepWeight weight) {
    if (of == part) {
      network.add(tensor, change, weight);
    }
  }

  @Override
  public void addWord(String word, Map<ModelPart, float[][]> vectors) {
    throw new UnsupportedOperationException("networks have no words");
  }

  @Override
  public void addHypernetwork(Map<Integer, ContextNetwork> byWidth, StepWeight strength) {
    throw new UnsupportedOperationException("no LoRA has one");
  }
}
