package io.pentimento.adapters;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.pentimento.internal.Scope;
import io.pentimento.model.NetworkPatch;
import io.pentimento.patch.ContextNetwork;
import io.pentimento.patch.ModelLayout;
import io.pentimento.patch.ModelPart;
import io.pentimento.patch.PatchTarget;
import io.pentimento.patch.StepWeight;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Hands changes of one network to the core's side, and leaves out those of others. */
record CorePatch(ModelLayout layout, ModelPart part, NetworkPatch network, Scope scope)
    implements PatchTarget {
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
