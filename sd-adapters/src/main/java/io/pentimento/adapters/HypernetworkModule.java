package io.pentimento.adapters;

import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.TensorValues;
import io.pentimento.checkpoint.TorchFile;
import io.pentimento.checkpoint.TorchTensor;
import io.pentimento.patch.ContextNetwork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One module of a hypernetwork file, that for the keys or that for the values of one width: a state
 * dict whose names say where a part stands in a sequence of linear layers, activations, layer
 * normalisations and dropouts. All of them count, though only two kinds have weights.
 */
final class HypernetworkModule {
  /** Very early files have two linear layers with names of their own. */
  private static final Map<String, String> OLD_NAMES =
      Map.of(
          "linear1.weight", "linear.0.weight",
          "linear1.bias", "linear.0.bias",
          "linear2.weight", "linear.1.weight",
          "linear2.bias", "linear.1.bias");

  private final TorchFile file;
  private final HypernetworkSettings settings;
  private final int context;
  private final String role;
  private final Budget budget;
  private final Map<String, TorchTensor> tensors = new LinkedHashMap<>();
  private int index;

  /** How many more values a file may give: a tensor may be named again and again for nothing. */
  static final class Budget {
    private long left;

    Budget(long values) {
      this.left = values;
    }

    boolean spend(long values) {
      left -= values;
      return left >= 0;
    }
  }

  /**
   * Prepares to read.
   *
   * @param context the width of the context
   * @param role what the module makes, for messages
   */
  HypernetworkModule(
      TorchFile file, HypernetworkSettings settings, int context, String role, Budget budget) {
    this.file = file;
    this.settings = settings;
    this.context = context;
    this.role = role;
    this.budget = budget;
  }

  /**
   * Reads the layers.
   *
   * @throws ModelFormatException if a tensor is missing, is left over, or has another shape
   */
  List<ContextNetwork.Layer> read(Map<?, ?> stateDict) throws IOException {
    stateDict.forEach(
        (key, value) -> {
          if (key instanceof String name && value instanceof TorchTensor tensor) {
            tensors.put(OLD_NAMES.getOrDefault(name, name), tensor);
          }
        });
    List<ContextNetwork.Layer> layers = new ArrayList<>();
    for (int layer = 0; layer < settings.layers(); layer++) {
      layers.add(layer(layer));
    }
    if (!tensors.isEmpty()) {
      throw new ModelFormatException(
          file.path(),
          "%s of width %d in it has tensors that %s has no place for: %s."
              .formatted(role, context, description(), names()));
    }
    return layers;
  }

  private ContextNetwork.Layer layer(int layer) throws IOException {
    long in = settings.width(context, layer);
    long out = settings.width(context, layer + 1);
    String linear = next();
    float[] weight = values(linear + ".weight", out, in);
    float[] bias = values(linear + ".bias", out);
    String activation = settings.activation(layer);
    if (!activation.equals(HypernetworkSettings.NO_ACTIVATION)) {
      next();
    }
    Optional<ContextNetwork.Norm> norm = Optional.empty();
    if (settings.layerNorm()) {
      String place = next();
      norm =
          Optional.of(
              new ContextNetwork.Norm(
                  values(place + ".weight", out), values(place + ".bias", out)));
    }
    if (settings.dropout(layer)) {
      next();
    }
    return new ContextNetwork.Layer(rows(weight, (int) out, (int) in), bias, activation, norm);
  }

  private String next() {
    return "linear." + index++;
  }

  private static float[][] rows(float[] values, int rows, int width) {
    float[][] table = new float[rows][];
    for (int row = 0; row < rows; row++) {
      table[row] = Arrays.copyOfRange(values, row * width, (row + 1) * width);
    }
    return table;
  }

  private float[] values(String name, long... shape) throws IOException {
    TorchTensor tensor = tensors.remove(name);
    List<Long> expected = Arrays.stream(shape).boxed().toList();
    if (tensor == null) {
      throw refused(
          name,
          "is missing. %s needs it, of shape %s; left of what there is are %s"
              .formatted(description(), expected, names()));
    }
    if (!tensor.shape().equals(expected)) {
      throw refused(
          name,
          "must have the shape %s for %s, but has %s"
              .formatted(expected, description(), tensor.shape()));
    }
    if (!budget.spend(tensor.elements())) {
      throw refused(name, "is one of tensors that share what the file holds, which none may");
    }
    float[] values = TensorValues.floats(file.bytes(tensor), tensor.type());
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw refused(name, "must hold finite numbers, but has " + value);
      }
    }
    return values;
  }

  private ModelFormatException refused(String name, String reason) {
    return new ModelFormatException(
        file.path(), "%s of %s of width %d".formatted(name, role, context), reason + ".", null);
  }

  private String description() {
    return "layer_structure %s with activation %s%s"
        .formatted(
            settings.structure(),
            settings.activation(),
            settings.layerNorm() ? " and layer normalisation" : "");
  }

  private String names() {
    String some =
        tensors.keySet().stream()
            .limit(8)
            .map(ModelFormatException::printable)
            .collect(Collectors.joining(", "));
    if (some.isEmpty()) {
      return "none";
    }
    return tensors.size() > 8 ? some + " and %d more".formatted(tensors.size() - 8) : some;
  }
}
