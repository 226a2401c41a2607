package io.pentimento.adapters;

import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.PickledNone;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a hypernetwork file says of its modules.
 *
 * @param structure the widths of the layers, as multiples of the context's
 * @param activation torch's name in lower case, {@code linear} for none
 * @param layerNorm whether each layer ends in a layer normalisation
 * @param dropouts for each entry of the structure, whether a dropout follows the layer that ends
 *     there: it does nothing, but counts where modules are numbered
 * @param activateOutput whether the activation follows the last layer, too
 */
record HypernetworkSettings(
    List<Double> structure,
    String activation,
    boolean layerNorm,
    List<Boolean> dropouts,
    boolean activateOutput) {
  static final String NO_ACTIVATION = "linear";

  private static final String STRUCTURE = "layer_structure";
  private static final List<Double> USUAL = List.of(1.0, 2.0, 1.0);
  private static final int MOST_LAYERS = 64;

  /**
   * Torch's activations that work on each value by itself and have nothing learned. The WebUI can
   * choose softmax and its like too, which would mix the tokens or pictures of a batch.
   */
  private static final Set<String> ACTIVATIONS =
      Set.of(
          NO_ACTIVATION,
          "celu",
          "elu",
          "gelu",
          "hardshrink",
          "hardsigmoid",
          "hardswish",
          "hardtanh",
          "leakyrelu",
          "logsigmoid",
          "mish",
          "relu",
          "relu6",
          "rrelu",
          "selu",
          "sigmoid",
          "silu",
          "softplus",
          "softshrink",
          "softsign",
          "tanh",
          "tanhshrink");

  HypernetworkSettings {
    structure = List.copyOf(structure);
    dropouts = List.copyOf(dropouts);
  }

  /** Returns how many layers there are. */
  int layers() {
    return structure.size() - 1;
  }

  /** Returns how wide the context is behind some layers, rounded down as Python's int does. */
  long width(int context, int layersBefore) {
    return (long) (context * structure.get(layersBefore));
  }

  /** Returns what follows a layer. */
  String activation(int layer) {
    return layer < layers() - 1 || activateOutput ? activation : NO_ACTIVATION;
  }

  /** Tells whether a dropout has a number behind a layer. */
  boolean dropout(int layer) {
    return dropouts.get(layer + 1);
  }

  static HypernetworkSettings read(Path path, Map<?, ?> content) throws ModelFormatException {
    List<Double> structure = structure(path, content.get(STRUCTURE));
    return new HypernetworkSettings(
        structure,
        activation(path, content.get("activation_func")),
        flag(content, "is_layer_norm", false),
        dropouts(path, content, structure.size()),
        flag(content, "activate_output", true));
  }

  private static List<Double> structure(Path path, @Nullable Object value)
      throws ModelFormatException {
    if (value == null || value == PickledNone.NONE) {
      return USUAL;
    }
    List<Double> structure = numbers(path, STRUCTURE, value);
    int last = structure.size() - 1;
    if (last < 1
        || last > MOST_LAYERS
        || structure.get(0) != 1
        || structure.get(last) != 1
        || structure.stream().anyMatch(multiple -> !(multiple > 0 && multiple < 1e6))) {
      throw new ModelFormatException(
          path,
          STRUCTURE,
          "must be 2 to %d positive numbers, the first and the last of them 1, but is %s."
              .formatted(MOST_LAYERS + 1, ModelFormatException.printable(structure.toString())),
          null);
    }
    return structure;
  }

  private static List<Double> numbers(Path path, String name, Object value)
      throws ModelFormatException {
    List<Double> numbers = new ArrayList<>();
    if (value instanceof List<?> list && list.size() <= MOST_LAYERS + 1) {
      for (Object element : list) {
        if (element instanceof Number number) {
          numbers.add(number.doubleValue());
        }
      }
      if (numbers.size() == list.size()) {
        return numbers;
      }
    }
    throw new ModelFormatException(
        path, name, "must be a list of at most %d numbers.".formatted(MOST_LAYERS + 1), null);
  }

  private static String activation(Path path, @Nullable Object value) throws ModelFormatException {
    if (value == null || value == PickledNone.NONE) {
      return NO_ACTIVATION;
    }
    String name = value instanceof String text ? text.toLowerCase(Locale.ROOT) : "";
    // The WebUI has called it so from the start; torch's own Swish is SiLU.
    String torch = name.equals("swish") ? "hardswish" : name;
    if (!ACTIVATIONS.contains(torch)) {
      throw new ModelFormatException(
          path,
          "activation_func",
          "must be an activation of torch that works on single values, such as relu, but is '"
              + (value instanceof String text ? ModelFormatException.printable(text) : "")
              + "'.",
          null);
    }
    return torch;
  }

  /** Newer files list the dropouts, older ones say whether they are used. */
  private static List<Boolean> dropouts(Path path, Map<?, ?> content, int count)
      throws ModelFormatException {
    Object listed = content.get("dropout_structure");
    if (listed != null && listed != PickledNone.NONE) {
      List<Double> shares = numbers(path, "dropout_structure", listed);
      if (shares.size() != count) {
        throw new ModelFormatException(
            path,
            "dropout_structure",
            "must have as many numbers as %s, %d, but has %d."
                .formatted(STRUCTURE, count, shares.size()),
            null);
      }
      return shares.stream().map(share -> share > 0).toList();
    }
    boolean used = flag(content, "use_dropout", false);
    boolean afterLast = flag(content, "last_layer_dropout", false);
    List<Boolean> dropouts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      dropouts.add(used && i > 0 && (i < count - 2 || (i == count - 2 && afterLast)));
    }
    return dropouts;
  }

  /** Reads a flag as Python does, to which None is false. */
  private static boolean flag(Map<?, ?> content, String name, boolean usual) {
    Object value = content.get(name);
    if (value == null) {
      return usual;
    }
    return value instanceof Boolean flag
        ? flag
        : value instanceof Number number && number.doubleValue() != 0;
  }
}
