package io.pentimento.checkpoint;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the tensors of a whole network that was saved as an object ({@code torch.nn.Module}), under
 * the names that they have in its state dict.
 */
final class ModuleTree {
  /** Training programs keep the averaged weights, which are better, beside the last ones. */
  private static final List<String> WRAPPERS = List.of("ema", "model");

  private static final int DEEPEST = 32;
  private static final int MOST_MODULES = 100_000;

  private final Path path;
  private final Map<String, TorchTensor> tensors = new LinkedHashMap<>();
  private int modules;

  private ModuleTree(Path path) {
    this.path = path;
  }

  /** Returns the network of a saved value, if it is one or holds one. */
  static Optional<PickledObject> module(Object content) {
    if (content instanceof Map<?, ?> map) {
      for (String wrapper : WRAPPERS) {
        if (map.get(wrapper) instanceof PickledObject object) {
          return Optional.of(object);
        }
      }
      return Optional.empty();
    }
    return content instanceof PickledObject object ? Optional.of(object) : Optional.empty();
  }

  static Map<String, TorchTensor> tensors(Path path, PickledObject module)
      throws ModelFormatException {
    ModuleTree tree = new ModuleTree(path);
    tree.collect("", module, 1);
    return tree.tensors;
  }

  private void collect(String prefix, PickledObject module, int depth) throws ModelFormatException {
    if (depth > DEEPEST || ++modules > MOST_MODULES) {
      throw new ModelFormatException(
          path,
          "the saved network has modules more than %d deep, or more than %d."
              .formatted(DEEPEST, MOST_MODULES));
    }
    put(prefix, module, "_parameters", List.of());
    put(prefix, module, "_buffers", passing(module));
    for (Map.Entry<?, ?> child : map(module, "_modules").entrySet()) {
      if (child.getKey() instanceof String name && child.getValue() instanceof PickledObject part) {
        collect(prefix + name + ".", part, depth + 1);
      }
    }
  }

  private void put(String prefix, PickledObject module, String attribute, List<?> skipped)
      throws ModelFormatException {
    for (Map.Entry<?, ?> entry : map(module, attribute).entrySet()) {
      if (entry.getKey() instanceof String name
          && entry.getValue() instanceof TorchTensor tensor
          && !skipped.contains(name)
          && tensors.put(prefix + name, tensor) != null) {
        throw new ModelFormatException(path, prefix + name, "two tensors have this name.", null);
      }
    }
  }

  /** Returns the names of buffers that are no part of the state. */
  private static List<?> passing(PickledObject module) {
    return module.attribute("_non_persistent_buffers_set").orElse(List.of()) instanceof List<?> set
        ? set
        : List.of();
  }

  private static Map<?, ?> map(PickledObject module, String attribute) {
    return module.attribute(attribute).orElse(Map.of()) instanceof Map<?, ?> map ? map : Map.of();
  }
}
