package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.LayerWeights;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.patch.ContextNetwork;
import io.pentimento.patch.StepWeight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * All that is to be changed of one network, collected change by change. Every change is computed
 * from the tensor as it was loaded, in float32, so that order and number of changes do not matter,
 * and the network's own tensors are only ever read.
 */
public final class NetworkPatch {
  private final String network;
  private final NetworkTensors base;
  private final NumberType type;

  /** Holds what changes keep for all steps. */
  private final Scope scope;

  private final Map<String, TensorChange> changes = new LinkedHashMap<>();

  /** What became of tensors whose changes are the same in all steps. */
  private final Map<String, TensorChange.Changed> settled = new HashMap<>();

  private final List<Hypernetwork> hypernetworks = new ArrayList<>();
  private final TreeSet<Integer> starts = new TreeSet<>();

  private record Hypernetwork(Map<Integer, ContextChange> byWidth, StepWeight strength) {}

  /**
   * Starts without changes.
   *
   * @param network what the network is called, for messages
   * @param base the network's tensors
   * @param type the type in which it computes
   * @param scope holds what changed networks consist of
   */
  public NetworkPatch(String network, NetworkTensors base, NumberType type, Scope scope) {
    this.network = network;
    this.base = base;
    this.type = type;
    this.scope = scope;
  }

  /** Tells whether nothing is changed. */
  public boolean isEmpty() {
    return changes.isEmpty() && settled.isEmpty() && hypernetworks.isEmpty();
  }

  /**
   * Adds a product of two matrices to a weight.
   *
   * @throws IllegalArgumentException if there is no such tensor, or it has another shape
   */
  public void addProduct(String tensor, NDArray up, NDArray down, double scale, StepWeight weight) {
    change(tensor, weight).addProduct(up, down, scale, weight);
  }

  /**
   * Adds a change of any form.
   *
   * @throws IllegalArgumentException if there is no such tensor, or the change has another shape
   */
  public void add(String tensor, UnaryOperator<NDArray> change, StepWeight weight) {
    change(tensor, weight).add(change, weight, original(base, tensor));
  }

  private static Optional<NDArray> original(NetworkTensors network, String tensor) {
    return Optional.ofNullable(network.byName().get(tensor));
  }

  private TensorChange change(String tensor, StepWeight weight) {
    TensorChange known = changes.get(tensor);
    if (known == null) {
      known = newChange(tensor);
      changes.put(tensor, known);
    }
    countSteps(weight);
    return known;
  }

  private void countSteps(StepWeight weight) {
    weight.stretches().forEach(stretch -> starts.add(stretch.fromStep()));
  }

  private TensorChange newChange(String tensor) {
    NDArray original = base.byName().get(tensor);
    if (original != null) {
      return new TensorChange(
          scope.open("change"),
          tensor,
          LayerWeights.shape(original),
          base.layerWeights().contains(tensor));
    }
    String weight = tensor.replaceFirst("\\.bias$", ".weight");
    NDArray layer = base.layerWeights().contains(weight) ? base.byName().get(weight) : null;
    if (layer == null || weight.equals(tensor)) {
      throw new IllegalArgumentException(
          "The %s has no tensor %s to change.".formatted(network, tensor));
    }
    long out = LayerWeights.shape(layer)[0];
    return new TensorChange(scope.open("change"), tensor, new long[] {out}, false);
  }

  /**
   * Adds a hypernetwork.
   *
   * @param byWidth what stands in front of attention, by the width of its context, which each must
   *     keep
   * @throws IllegalArgumentException if layers do not fit each other, or an activation is unknown
   */
  public void addHypernetwork(Map<Integer, ContextNetwork> byWidth, StepWeight strength) {
    Map<Integer, ContextChange> made = new HashMap<>();
    byWidth.forEach(
        (width, layers) ->
            made.put(
                width,
                new ContextChange(
                    1, layers(width, layers.keys()), layers(width, layers.values()))));
    hypernetworks.add(new Hypernetwork(made, strength));
    countSteps(strength);
  }

  private List<ContextChange.Layer> layers(int width, List<ContextNetwork.Layer> layers) {
    List<ContextChange.Layer> made = new ArrayList<>();
    int in = width;
    for (ContextNetwork.Layer layer : layers) {
      int out = layer.weight().length;
      int inputs = in;
      boolean fits =
          layer.bias().length == out
              && Arrays.stream(layer.weight()).allMatch(row -> row.length == inputs)
              && layer
                  .norm()
                  .filter(norm -> norm.weight().length != out || norm.bias().length != out)
                  .isEmpty();
      if (!fits || out == 0) {
        throw new IllegalArgumentException(
            "Layer %d of a hypernetwork for width %d must take %d numbers, with a bias and a norm"
                    .formatted(made.size(), width, in)
                + " for each of its %d outputs.".formatted(out));
      }
      made.add(layer(layer, out, in));
      in = out;
    }
    if (in != width) {
      throw new IllegalArgumentException(
          "A hypernetwork for width %d must give as many numbers as it takes, but gives %d."
              .formatted(width, in));
    }
    return made;
  }

  private ContextChange.Layer layer(ContextNetwork.Layer layer, int out, int in) {
    float[] weight = new float[Math.multiplyExact(out, in)];
    for (int row = 0; row < out; row++) {
      System.arraycopy(layer.weight()[row], 0, weight, row * in, in);
    }
    return new ContextChange.Layer(
        stored(weight, out, in),
        stored(layer.bias(), out),
        ContextActivation.of(layer.activation()),
        layer
            .norm()
            .map(
                norm ->
                    new ContextChange.Scale(stored(norm.weight(), out), stored(norm.bias(), out))));
  }

  private NDArray stored(float[] values, long... shape) {
    try (NDArray wide = scope.array(values, shape)) {
      return scope.store(wide, type);
    }
  }

  /** Tells whether any change counts more in some steps than in others. */
  public boolean isStepped() {
    return starts.size() > 1;
  }

  /** Returns how many stretches of equal weights have ended before a step. */
  int stretch(int step) {
    return Math.max(0, starts.headSet(step, true).size() - 1);
  }

  /**
   * Returns the tensors as they are in a step.
   *
   * @param into holds what is new of them
   */
  public PatchedTensors at(int step, Scope into) {
    return at(step, base, into);
  }

  /**
   * Returns the tensors as they are in a step.
   *
   * @param current the network's tensors, where those that the changes were made with may be gone
   * @param into holds what is new of them
   */
  PatchedTensors at(int step, NetworkTensors current, Scope into) {
    Map<String, NDArray> replaced = new HashMap<>();
    Map<String, LowRank> products = new HashMap<>();
    Map<String, TensorChange.Changed> all = new HashMap<>(settled);
    changes.forEach((name, change) -> all.put(name, at(change, step, current, into)));
    all.forEach(
        (name, changed) -> {
          changed.tensor().ifPresent(tensor -> replaced.put(name, tensor));
          changed.product().ifPresent(product -> products.put(name, product));
        });
    return new PatchedTensors(current, replaced, products, contexts(step));
  }

  private TensorChange.Changed at(
      TensorChange change, int step, NetworkTensors current, Scope into) {
    return change.at(step, original(current, change.name()), into, type);
  }

  private Map<Integer, List<ContextChange>> contexts(int step) {
    Map<Integer, List<ContextChange>> contexts = new HashMap<>();
    for (Hypernetwork hypernetwork : hypernetworks) {
      double strength = hypernetwork.strength.at(step);
      if (strength != 0) {
        hypernetwork.byWidth.forEach(
            (width, change) ->
                contexts
                    .computeIfAbsent(width, w -> new ArrayList<>())
                    .add(change.withStrength(strength)));
      }
    }
    return contexts;
  }

  /**
   * Computes once what is the same in all steps, and frees the changes that it came of. No more can
   * be added then.
   */
  public void settle() {
    changes
        .values()
        .removeIf(
            change -> {
              if (change.isStepped()) {
                return false;
              }
              settled.put(change.name(), at(change, 0, base, scope));
              change.close();
              return true;
            });
  }

  /** Frees the changes themselves, after the last call of {@link #at}. */
  public void close() {
    changes.values().forEach(TensorChange::close);
    changes.clear();
  }
}
