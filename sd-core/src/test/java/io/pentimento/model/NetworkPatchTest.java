package io.pentimento.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.patch.ContextNetwork;
import io.pentimento.patch.StepWeight;
import io.pentimento.testing.RandomTensors;
import io.pentimento.testing.TestEngine;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class NetworkPatchTest {
  private static final float[] POINTS = {-9, -3.5f, -1, -0.3f, 0, 0.2f, 0.7f, 1.3f, 4, 8};

  private Scope scope;

  @BeforeEach
  void open() {
    scope = TestEngine.open("network patch");
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private NetworkTensors network(NumberType type) {
    Weights weights = new Weights(new RandomTensors(scope, type, 5));
    weights.linear("layer", 24, 40);
    weights.linearWithoutBias("bare", 24, 40);
    weights.conv("conv", 16, 40, 3, 1);
    weights.tensor("table", 24, 40);
    return weights.tensors();
  }

  private NetworkPatch patch(NetworkTensors base, NumberType type) {
    return new NetworkPatch("net", base, type, scope);
  }

  private NDArray random(String name, long... shape) {
    return new RandomTensors(scope, NumberType.FLOAT32, name.hashCode()).tensor(name, shape);
  }

  @Test
  void addProduct_staysFactoredWhereThatIsSmaller() {
    NetworkTensors base = network(NumberType.FLOAT32);
    NetworkPatch patch = patch(base, NumberType.FLOAT32);
    StepWeight one = StepWeight.of(1);
    patch.addProduct("layer.weight", random("u", 40, 2), random("d", 2, 24), 1, one);
    patch.addProduct("layer.weight", random("u2", 40, 2), random("d2", 2, 24), 1, one);
    patch.addProduct("bare.weight", random("u", 40, 8), random("d", 8, 24), 1, one);
    patch.addProduct("table", random("u", 24, 1), random("d", 1, 40), 1, one);
    PatchedTensors changed = patch.at(0, scope);
    assertThat(changed.products()).containsOnlyKeys("layer.weight");
    assertThat(changed.products().get("layer.weight").down().getShape().getShape())
        .containsExactly(4, 24);
    assertThat(changed.replaced()).containsOnlyKeys("bare.weight", "table");
    assertThat(changed.tensor("layer.weight")).isSameAs(base.byName().get("layer.weight"));
  }

  /**
   * All paths of layers agree with weights that the product is multiplied into, in bfloat16 too.
   */
  @TestFactory
  Stream<DynamicTest> apply_factored_asMultipliedOut() {
    return Stream.of(NumberType.FLOAT32, NumberType.BFLOAT16)
        .map(type -> DynamicTest.dynamicTest(type.name(), () -> checkLayers(type)));
  }

  private void checkLayers(NumberType type) {
    NetworkTensors base = network(type);
    NetworkPatch factored = patch(base, type);
    NetworkPatch whole = patch(base, type);
    for (String layer : List.of("layer", "bare", "conv")) {
      long in = layer.equals("conv") ? 16 : 24;
      NDArray up = random(layer, 40, 2);
      NDArray down = layer.equals("conv") ? random("d", 2, in, 3, 3) : random("d", 2, in);
      factored.addProduct(layer + ".weight", up, down, 0.5, StepWeight.of(1));
      NDArray change = up.matMul(down.reshape(2, -1)).mul(0.5);
      whole.add(layer + ".weight", w -> change.reshape(w.getShape()), StepWeight.of(1));
    }
    PatchedTensors one = factored.at(0, scope);
    PatchedTensors other = whole.at(0, scope);
    assertThat(one.replaced()).isEmpty();
    assertThat(other.products()).isEmpty();
    NDArray rows = scope.cast(random("rows", 2, 5, 24), type);
    NDArray picture = scope.pixels(random("picture", 2, 16, 6, 7), type);
    double tolerance = type == NumberType.FLOAT32 ? 1e-5 : 0.06;
    assertClose(
        linear(one, "layer").apply(scope, rows),
        linear(other, "layer").apply(scope, rows),
        tolerance);
    assertClose(bare(one).apply(scope, rows), bare(other).apply(scope, rows), tolerance);
    Conv conv = new Weights(one).conv("conv", 16, 40, 3, 1);
    Conv expected = new Weights(other).conv("conv", 16, 40, 3, 1);
    assertClose(conv.apply(scope, picture), expected.apply(scope, picture), tolerance);
    Norm norm = new Norm(ones(16, type), ones(16, type), 1e-5);
    assertClose(
        norm.groupSiluConv(scope, picture, 4, conv),
        norm.groupSiluConv(scope, picture, 4, expected),
        tolerance);
  }

  private Linear linear(PatchedTensors tensors, String name) {
    return new Weights(tensors).linear(name, 24, 40);
  }

  private Linear bare(PatchedTensors tensors) {
    return new Weights(tensors).linearWithoutBias("bare", 24, 40);
  }

  private NDArray ones(int count, NumberType type) {
    float[] ones = new float[count];
    java.util.Arrays.fill(ones, 1);
    return scope.cast(scope.array(ones, count), type);
  }

  private void assertClose(NDArray actual, NDArray expected, double tolerance) {
    float[] values = Scope.floats(actual, scope);
    float[] wanted = Scope.floats(expected, scope);
    assertThat(actual.getShape()).isEqualTo(expected.getShape());
    for (int i = 0; i < values.length; i++) {
      assertThat((double) values[i]).as("value %d", i).isCloseTo(wanted[i], within(tolerance));
    }
  }

  @Test
  void add_biasThatIsLacking_isAddedToTheOutput() {
    NetworkTensors base = network(NumberType.FLOAT32);
    NetworkPatch patch = patch(base, NumberType.FLOAT32);
    patch.add("bare.bias", zeros -> zeros.add(3), StepWeight.of(0.5));
    NDArray rows = random("rows", 2, 24);
    NDArray plain = scope.linear(rows, base.byName().get("bare.weight"), Optional.empty()).add(1.5);
    assertClose(bare(patch.at(0, scope)).apply(scope, rows), plain, 1e-6);
  }

  @Test
  void add_changeOfAnotherShape_isRefused() {
    NetworkPatch patch = patch(network(NumberType.FLOAT32), NumberType.FLOAT32);
    assertThatThrownBy(() -> patch.add("layer.weight", w -> w.transpose(), StepWeight.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "layer.weight has shape [40, 24], but the change to it is float32 of shape (24, 40).");
    assertThatThrownBy(() -> patch.add("table.bias", w -> w, StepWeight.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The net has no tensor table.bias to change.");
  }

  @TestFactory
  Stream<DynamicTest> activations_asTorchDefinesThem() {
    Map<String, DoubleUnaryOperator> expected =
        Map.ofEntries(
            Map.entry("linear", x -> x),
            Map.entry("relu", x -> Math.max(0, x)),
            Map.entry("relu6", x -> Math.min(6, Math.max(0, x))),
            Map.entry("leakyrelu", x -> x < 0 ? 0.01 * x : x),
            Map.entry("rrelu", x -> x < 0 ? (1 / 8.0 + 1 / 3.0) / 2 * x : x),
            Map.entry("elu", x -> x < 0 ? Math.expm1(x) : x),
            Map.entry("celu", x -> x < 0 ? Math.expm1(x) : x),
            Map.entry(
                "selu", x -> 1.0507009873554805 * (x < 0 ? 1.6732632423543772 * Math.expm1(x) : x)),
            Map.entry("swish", x -> x * Math.min(6, Math.max(0, x + 3)) / 6),
            Map.entry("hardswish", x -> x * Math.min(6, Math.max(0, x + 3)) / 6),
            Map.entry("hardsigmoid", x -> Math.min(6, Math.max(0, x + 3)) / 6),
            Map.entry("hardtanh", x -> Math.min(1, Math.max(-1, x))),
            Map.entry("hardshrink", x -> Math.abs(x) > 0.5 ? x : 0),
            Map.entry("softshrink", x -> Math.signum(x) * Math.max(0, Math.abs(x) - 0.5)),
            Map.entry("softplus", x -> Math.log1p(Math.exp(x))),
            Map.entry("softsign", x -> x / (1 + Math.abs(x))),
            Map.entry("logsigmoid", x -> -Math.log1p(Math.exp(-x))),
            Map.entry("tanh", Math::tanh),
            Map.entry("tanhshrink", x -> x - Math.tanh(x)),
            Map.entry("sigmoid", x -> 1 / (1 + Math.exp(-x))),
            Map.entry("silu", x -> x / (1 + Math.exp(-x))),
            Map.entry("mish", x -> x * Math.tanh(Math.log1p(Math.exp(x)))));
    return expected.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(), () -> checkActivation(entry.getKey(), entry.getValue())));
  }

  private void checkActivation(String name, DoubleUnaryOperator expected) {
    NDArray x = scope.array(POINTS, POINTS.length);
    float[] values = Scope.floats(ContextActivation.of(name).apply(scope, x), scope);
    for (int i = 0; i < values.length; i++) {
      assertThat((double) values[i]).isCloseTo(expected.applyAsDouble(POINTS[i]), within(1e-5));
    }
  }

  @Test
  void activations_knowGelu() {
    NDArray x = scope.array(new float[] {1, -1}, 2);
    assertThat(Scope.floats(ContextActivation.of("gelu").apply(scope, x), scope))
        .containsExactly(new float[] {0.8413447f, -0.15865526f}, within(1e-6f));
  }

  @Test
  void addHypernetwork_layersOneAfterTheOther() {
    float[][] wide = {{1, 0}, {0, 1}, {1, 1}};
    float[][] narrow = {{1, 0, 2}, {0, 1, 0}};
    ContextNetwork.Norm norm = new ContextNetwork.Norm(new float[] {2, 1}, new float[] {0.5f, 0});
    List<ContextNetwork.Layer> keys =
        List.of(
            layer(wide, new float[] {0, -5, 0}, "relu", Optional.empty()),
            layer(narrow, new float[2], "linear", Optional.of(norm)));
    List<ContextNetwork.Layer> values =
        List.of(layer(new float[][] {{1, 1}, {0, 0}}, new float[2], "linear", Optional.empty()));
    NetworkPatch patch = patch(network(NumberType.FLOAT32), NumberType.FLOAT32);
    patch.addHypernetwork(Map.of(2, new ContextNetwork(keys, values)), StepWeight.of(0.5));
    ContextChange change = patch.at(0, scope).contextChanges(2).get(0);
    NDArray context = scope.array(new float[] {3, 4}, 1, 1, 2);
    // relu(3, 4 - 5, 7) = (3, 0, 7); (3 + 14, 0) normalised is (1, -1); scaled (2.5, -1).
    assertThat(Scope.floats(change.forKeys(scope, context), scope))
        .containsExactly(new float[] {4.25f, 3.5f}, within(1e-5f));
    assertThat(Scope.floats(change.forValues(scope, context), scope)).containsExactly(6.5f, 4);
    assertThat(patch.at(0, scope).contextChanges(3)).isEmpty();
  }

  private static ContextNetwork.Layer layer(
      float[][] weight, float[] bias, String activation, Optional<ContextNetwork.Norm> norm) {
    return new ContextNetwork.Layer(weight, bias, activation, norm);
  }

  @Test
  void addHypernetwork_thatDoesNotFit_isRefused() {
    NetworkPatch patch = patch(network(NumberType.FLOAT32), NumberType.FLOAT32);
    float[][] wide = {{1, 0}, {0, 1}, {1, 1}};
    assertThatThrownBy(() -> add(patch, layer(wide, new float[3], "linear", Optional.empty())))
        .hasMessage(
            "A hypernetwork for width 2 must give as many numbers as it takes, but gives 3.");
    assertThatThrownBy(() -> add(patch, layer(wide, new float[2], "linear", Optional.empty())))
        .hasMessage(
            "Layer 0 of a hypernetwork for width 2 must take 2 numbers, with a bias and a norm for"
                + " each of its 3 outputs.");
    float[][] square = {{1, 0}, {0, 1}};
    assertThatThrownBy(() -> add(patch, layer(square, new float[2], "softmax", Optional.empty())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("A hypernetwork's activation must be swish or one of linear, relu,")
        .hasMessageEndingWith("but got: softmax.");
  }

  private static void add(NetworkPatch patch, ContextNetwork.Layer layer) {
    patch.addHypernetwork(
        Map.of(2, new ContextNetwork(List.of(layer), List.of(layer))), StepWeight.of(1));
  }
}
