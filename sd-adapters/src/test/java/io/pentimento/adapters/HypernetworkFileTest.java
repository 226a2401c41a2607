package io.pentimento.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.adapters.PickledFile.Call;
import io.pentimento.adapters.PickledFile.Tensor;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.SafetensorsWriter;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorType;
import io.pentimento.patch.ContextNetwork;
import io.pentimento.patch.StepWeight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HypernetworkFileTest {
  private static final ToyLayout MODEL = ToyLayout.sd("toy", 4, 2, 8);

  @TempDir Path folder;

  /** A linear layer's two tensors at a place of the sequence. */
  private static void linear(Map<String, Object> dict, int index, long in, long out) {
    dict.put("linear." + index + ".weight", Tensor.ofShape(out, in));
    dict.put("linear." + index + ".bias", Tensor.ofShape(out));
  }

  private static void norm(Map<String, Object> dict, int index, long width) {
    dict.put("linear." + index + ".weight", Tensor.ofShape(width));
    dict.put("linear." + index + ".bias", Tensor.ofShape(width));
  }

  private Path file(int width, Map<String, Object> stateDict, Object... settings) {
    Map<Object, Object> content = new LinkedHashMap<>();
    content.put(width, List.of(stateDict, stateDict));
    for (int i = 0; i < settings.length; i += 2) {
      content.put(settings[i], settings[i + 1]);
    }
    return PickledFile.write(folder.resolve("hyper.pt"), content);
  }

  private static List<ContextNetwork.Layer> layers(Path path, int width) throws IOException {
    return HypernetworkFile.read(path).networks().get(width).keys();
  }

  private static List<String> activations(Path path, int width) throws IOException {
    return layers(path, width).stream().map(ContextNetwork.Layer::activation).toList();
  }

  @Test
  void read_plainStructureHasConsecutiveNumbers() throws IOException {
    Map<String, Object> dict = new LinkedHashMap<>();
    linear(dict, 0, 4, 8);
    linear(dict, 1, 8, 4);
    Path path = file(4, dict, "layer_structure", List.of(1, 2, 1), "name", "in training");

    HypernetworkFile file = HypernetworkFile.read(path);

    assertThat(file.name()).isEqualTo("hyper");
    assertThat(file.widths()).containsExactly(4);
    ContextNetwork.Layer first = file.networks().get(4).values().get(0);
    Tensor weight = (Tensor) dict.get("linear.0.weight");
    assertThat(first.weight()).hasDimensions(8, 4);
    assertThat(first.weight()[7]).containsExactly(Arrays.copyOfRange(weight.values(), 28, 32));
    assertThat(first.bias()).containsExactly(((Tensor) dict.get("linear.0.bias")).values());
    assertThat(first.activation()).isEqualTo("linear");
    assertThat(first.norm()).isEmpty();
  }

  @Test
  void read_oldFilesHaveTwoNamedLayersAndNothingElse() throws IOException {
    Map<String, Object> dict = new LinkedHashMap<>();
    dict.put("linear1.weight", Tensor.ofShape(8, 4));
    dict.put("linear1.bias", Tensor.ofShape(8));
    dict.put("linear2.weight", Tensor.ofShape(4, 8));
    dict.put("linear2.bias", Tensor.ofShape(4));

    assertThat(activations(file(4, dict), 4)).containsExactly("linear", "linear");
  }

  @Test
  void read_activationsNormsAndDropoutsCountWhereModulesAreNumbered() throws IOException {
    // Four layers: linear 0, activation 1, norm 2, dropout 3; then 4 to 7; then 8 to 10 without a
    // dropout, since it is left out before the last layer; and 11 and 12 without an activation.
    Map<String, Object> dict = new LinkedHashMap<>();
    linear(dict, 0, 4, 6);
    norm(dict, 2, 6);
    linear(dict, 4, 6, 8);
    norm(dict, 6, 8);
    linear(dict, 8, 8, 8);
    norm(dict, 10, 8);
    linear(dict, 11, 8, 4);
    norm(dict, 12, 4);
    Path path =
        file(
            4,
            dict,
            "layer_structure",
            List.of(1, 1.5, 2, 2, 1),
            "activation_func",
            "mish",
            "is_layer_norm",
            true,
            "use_dropout",
            true,
            "activate_output",
            false);

    assertThat(activations(path, 4)).containsExactly("mish", "mish", "mish", "linear");
    assertThat(layers(path, 4)).allMatch(layer -> layer.norm().isPresent());
  }

  @Test
  void read_lastLayersDropoutAndActivationCountIfTheyAreThere() throws IOException {
    Map<String, Object> dict = new LinkedHashMap<>();
    linear(dict, 0, 4, 8);
    linear(dict, 3, 8, 4);
    Path path =
        file(4, dict, "activation_func", "relu", "use_dropout", true, "last_layer_dropout", true);

    assertThat(activations(path, 4)).containsExactly("relu", "relu");
  }

  @Test
  void read_listedDropoutsReplaceTheFlags() throws IOException {
    Map<String, Object> dict = new LinkedHashMap<>();
    linear(dict, 0, 4, 8);
    linear(dict, 2, 8, 4);
    Path path = file(4, dict, "use_dropout", false, "dropout_structure", List.of(0, 0.05, 0));

    assertThat(layers(path, 4)).hasSize(2);
  }

  @Test
  void read_noneIsPythonsFalse() throws IOException {
    Map<String, Object> dict = new LinkedHashMap<>();
    linear(dict, 0, 4, 8);
    linear(dict, 2, 8, 4);
    Path path =
        file(
            4,
            dict,
            "activation_func",
            "tanh",
            "activate_output",
            Optional.empty(),
            "use_dropout",
            Optional.empty(),
            "dropout_structure",
            Optional.empty(),
            "layer_structure",
            Optional.empty());

    assertThat(activations(path, 4)).containsExactly("tanh", "linear");
  }

  @ParameterizedTest
  @CsvSource({"swish, hardswish", "ReLU, relu", "silu, silu", "leakyrelu, leakyrelu"})
  void read_activationsHaveTorchsNames(String stored, String torch) throws IOException {
    Map<String, Object> dict = new LinkedHashMap<>();
    linear(dict, 0, 4, 8);
    linear(dict, 2, 8, 4);

    assertThat(activations(file(4, dict, "activation_func", stored), 4))
        .containsExactly(torch, torch);
  }

  @ParameterizedTest
  @ValueSource(strings = {"softmax", "prelu", "glu", "os.system", ""})
  void read_activationThatMixesOrLearnsIsRefused(String name) {
    refused(
        file(4, Map.of(), "activation_func", name),
        "activation_func",
        "must be an activation of torch that works on single values, such as relu, but is '"
            + name
            + "'.");
  }

  @Test
  void read_widthsAreRoundedDown() throws IOException {
    Map<String, Object> dict = new LinkedHashMap<>();
    linear(dict, 0, 5, 7);
    linear(dict, 1, 7, 5);

    assertThat(layers(file(5, dict, "layer_structure", List.of(1, 1.5, 1)), 5).get(0).bias())
        .hasSize(7);
  }

  @Test
  void read_missingTensorIsToldWithThoseThatAreThere() {
    Map<String, Object> dict = new LinkedHashMap<>();
    linear(dict, 0, 4, 8);
    linear(dict, 1, 8, 4);

    refused(
        file(4, dict, "activation_func", "relu"),
        "linear.2.weight of the module for keys of width 4",
        "is missing. layer_structure [1.0, 2.0, 1.0] with activation relu needs it, of shape [4,"
            + " 8]; left of what there is are linear.1.weight, linear.1.bias.");
  }

  @Test
  void read_wrongShapeIsRefused() {
    Map<String, Object> dict = new LinkedHashMap<>();
    linear(dict, 0, 4, 9);

    refused(
        file(4, dict),
        "linear.0.weight of the module for keys of width 4",
        "must have the shape [8, 4]");
  }

  @Test
  void read_leftOverTensorsAreRefused() {
    Map<String, Object> dict = new LinkedHashMap<>();
    linear(dict, 0, 4, 8);
    linear(dict, 1, 8, 4);
    linear(dict, 7, 1, 1);
    Path path = file(4, dict);

    assertThatThrownBy(() -> HypernetworkFile.read(path))
        .hasMessage(
            path
                + ": the module for keys of width 4 in it has tensors that layer_structure [1.0,"
                + " 2.0, 1.0] with activation linear has no place for: linear.7.weight,"
                + " linear.7.bias.");
  }

  @Test
  void read_valuesMustBeFinite() {
    Map<String, Object> dict = new LinkedHashMap<>();
    linear(dict, 0, 1, 2);
    linear(dict, 1, 2, 1);
    dict.put("linear.1.bias", new Tensor(new float[] {Float.POSITIVE_INFINITY}, 1));

    refused(file(1, dict), "linear.1.bias", "must hold finite numbers, but has Infinity.");
  }

  @Test
  void read_structureMustBeginAndEndWithTheContext() {
    for (List<?> structure :
        List.of(List.of(1), List.of(2, 1), List.of(1, 2), List.of(1, -1, 1), List.of(1, 1e9, 1))) {
      refused(
          file(4, Map.of(), "layer_structure", structure),
          "layer_structure",
          "must be 2 to 65 positive numbers, the first and the last of them 1");
    }
    refused(
        file(4, Map.of(), "layer_structure", "[1, 2, 1]"),
        "layer_structure",
        "must be a list of at most 65 numbers.");
    refused(
        file(4, Map.of(), "dropout_structure", List.of(0, 0)),
        "dropout_structure",
        "must have as many numbers as layer_structure, 3, but has 2.");
  }

  @Test
  void read_otherFilesAreRefused() throws IOException {
    Path safetensors = folder.resolve("lora.safetensors");
    new SafetensorsWriter()
        .add(new TensorInfo("w", TensorType.F32, List.of(1L)), 1)
        .write(safetensors);

    String none = "a hypernetwork is a torch.save file with pairs of networks under the widths";
    refused(safetensors, safetensors.toString(), none);
    refused(
        PickledFile.write(folder.resolve("violet.pt"), Map.of("string_to_param", Map.of())),
        "violet.pt",
        none);
    refused(
        PickledFile.write(folder.resolve("single.pt"), Map.of(320, Map.of())),
        "320 in ",
        "must be a pair of state dicts, one for keys and one for values.");
    refused(
        PickledFile.write(folder.resolve("huge.pt"), Map.of(1 << 20, List.of())),
        "huge.pt",
        "must have modules for at most 32 widths in [1, 65536], but has one for 1048576.");
    refused(
        PickledFile.write(
            folder.resolve("evil.pt"), Map.of(320, new Call("builtins", "eval", "1"))),
        "evil.pt",
        "the file asks for builtins.eval, which is none of the few names that weights need.");
  }

  @Test
  void checkFits_takesTheModelsWidthsAndFilesForAllModels() throws IOException {
    for (List<Integer> widths : List.of(List.of(4), List.of(2), List.of(2, 4, 8), List.of(3, 4))) {
      HypernetworkFile file = HypernetworkFile.read(withWidths(widths));

      assertThatCode(() -> file.checkFits(MODEL)).doesNotThrowAnyException();
    }
  }

  @Test
  void checkFits_refusesThoseForAnotherPromptWidth() throws IOException {
    Path path = withWidths(List.of(2, 3));
    HypernetworkFile file = HypernetworkFile.read(path);

    assertThatThrownBy(() -> file.checkFits(MODEL))
        .isInstanceOf(AdapterMismatchException.class)
        .hasMessage(
            path
                + ": this hypernetwork is for contexts of widths [2, 3], but those of toy are [2,"
                + " 4, 8], that of the prompt [4]. Use one that was made for this kind of model.");
  }

  private Path withWidths(List<Integer> widths) {
    Map<Object, Object> content = new LinkedHashMap<>();
    for (int width : widths) {
      Map<String, Object> dict = new LinkedHashMap<>();
      linear(dict, 0, width, 2 * width);
      linear(dict, 1, 2 * width, width);
      content.put(width, List.of(dict, dict));
    }
    return PickledFile.write(folder.resolve("widths.pt"), content);
  }

  @Test
  void equals_goesByTheStateOfTheFile() throws IOException {
    Path path = withWidths(List.of(4));
    HypernetworkFile first = HypernetworkFile.read(path);
    HypernetworkFile again = HypernetworkFile.read(path);
    withWidths(List.of(4, 8));

    assertThat(first).isEqualTo(again).hasSameHashCodeAs(again);
    assertThat(first).isNotEqualTo(HypernetworkFile.read(path));
    assertThat(new Hypernetwork(first, StepWeight.of(0.5)))
        .isEqualTo(new Hypernetwork(again, StepWeight.of(0.5)));
  }

  @Test
  void tag_namesOneStrength() throws IOException {
    Path path = Files.copy(withWidths(List.of(4)), folder.resolve("soft.pt"));
    HypernetworkFile file = HypernetworkFile.read(path);
    StepWeight changing =
        new StepWeight(List.of(new StepWeight.Stretch(0, 0.2), new StepWeight.Stretch(10, 0.8)));

    assertThat(Hypernetwork.read(path, 0.8).tag()).contains("<hypernet:soft:0.8>");
    assertThat(new Hypernetwork(file, StepWeight.of(1)).tag()).contains("<hypernet:soft:1>");
    assertThat(new Hypernetwork(file, changing).tag()).isEmpty();
  }

  private static void refused(Path path, String where, String reason) {
    assertThatThrownBy(() -> HypernetworkFile.read(path))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining(where)
        .hasMessageContaining(reason);
  }
}
