package io.pentimento.adapters;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.pentimento.internal.Scope;
import io.pentimento.patch.ContextNetwork;
import io.pentimento.patch.ModelLayout;
import io.pentimento.patch.ModelPart;
import io.pentimento.patch.PatchTarget;
import io.pentimento.patch.StepWeight;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A model whose changes are kept and multiplied out when asked, after all that was handed in has
 * been closed.
 */
final class ChangedModel implements PatchTarget {
  private final ModelLayout layout;
  private final Scope scope;
  private final Map<Tensor, List<Weighted>> changes = new LinkedHashMap<>();
  private final Map<String, Map<ModelPart, float[][]>> words = new LinkedHashMap<>();
  private int products;

  record Tensor(ModelPart part, String name) {}

  private record Weighted(UnaryOperator<NDArray> change, StepWeight weight) {}

  ChangedModel(ModelLayout layout, Scope scope) {
    this.layout = layout;
    this.scope = scope;
  }

  Map<String, Map<ModelPart, float[][]>> words() {
    return words;
  }

  Map<Tensor, List<StepWeight>> weights() {
    Map<Tensor, List<StepWeight>> weights = new LinkedHashMap<>();
    changes.forEach(
        (tensor, list) -> weights.put(tensor, list.stream().map(Weighted::weight).toList()));
    return weights;
  }

  /** Returns how many changes came as products. */
  int products() {
    return products;
  }

  /** Returns the sum of the changes of a tensor at their weights in step 0. */
  float[] sum(ModelPart part, String name, float[] original, long... shape) {
    float[] sum = new float[original.length];
    for (Weighted weighted : changes.getOrDefault(new Tensor(part, name), List.of())) {
      try (Scope own = scope.open("change")) {
        NDArray change = weighted.change().apply(own.array(original, shape));
        float[] values = Scope.floats(change, own);
        for (int i = 0; i < sum.length; i++) {
          sum[i] += (float) (weighted.weight().at(0) * values[i]);
        }
      }
    }
    return sum;
  }

  @Override
  public ModelLayout layout() {
    return layout;
  }

  @Override
  public NDManager manager() {
    return scope.manager();
  }

  @Override
  public void addProduct(
      ModelPart part, String tensor, NDArray up, NDArray down, double scale, StepWeight weight) {
    products++;
    long[] downShape = down.getShape().getShape();
    float[] upValues = Scope.floats(up, scope);
    float[] downValues = Scope.floats(down, scope);
    int rank = (int) downShape[0];
    int columns = downValues.length / rank;
    float[] product = new float[upValues.length / rank * columns];
    for (int o = 0; o < upValues.length / rank; o++) {
      for (int i = 0; i < columns; i++) {
        double sum = 0;
        for (int r = 0; r < rank; r++) {
          sum += (double) upValues[o * rank + r] * downValues[r * columns + i];
        }
        product[o * columns + i] = (float) (scale * sum);
      }
    }
    long[] shape = downShape.clone();
    shape[0] = upValues.length / rank;
    add(part, tensor, original -> of(original, product, shape), weight);
  }

  private NDArray of(NDArray original, float[] values, long... shape) {
    return original.getManager().create(values, new ai.djl.ndarray.types.Shape(shape));
  }

  @Override
  public void add(ModelPart part, String tensor, UnaryOperator<NDArray> change, StepWeight weight) {
    changes
        .computeIfAbsent(new Tensor(part, tensor), key -> new ArrayList<>())
        .add(new Weighted(change, weight));
  }

  @Override
  public void addWord(String word, Map<ModelPart, float[][]> vectors) {
    words.put(word, vectors);
  }

  @Override
  public void addHypernetwork(Map<Integer, ContextNetwork> byWidth, StepWeight strength) {
    throw new UnsupportedOperationException("no LoRA has one");
  }
}
