package io.pentimento.checkpoint;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the tensors of a whole network that was saved as an object ({@code torch.nn.Module}), under
 * the names that they have in its state dict.
 */
final class ModuleTree {
  /** Training programs keep the averaged weights, which are better, beside the last ones. */
  private static final List<String> WRAPPERS = List.of("ema", "model");

  private static final int DEEPEST = 32;

  /** Of shared modules each way to them counts, so that a hostile file cannot make many of few. */
  private static final int MOST_ENTRIES = 1_000_000;

  private final Path path;
  private final Map<String, TorchTensor> tensors = new LinkedHashMap<>();
  private int entries;

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
    if (depth > DEEPEST) {
      throw new ModelFormatException(
          path, "the saved network has modules more than %d deep.".formatted(DEEPEST));
    }
    put(prefix, module, "_parameters", Set.of());
    put(prefix, module, "_buffers", passing(module));
    for (Map.Entry<?, ?> child : counted(map(module, "_modules")).entrySet()) {
      if (child.getKey() instanceof String name && child.getValue() instanceof PickledObject part) {
        collect(prefix + name + ".", part, depth + 1);
      }
    }
  }

  private void put(String prefix, PickledObject module, String attribute, Set<?> skipped)
      throws ModelFormatException {
    for (Map.Entry<?, ?> entry : counted(map(module, attribute)).entrySet()) {
      if (entry.getKey() instanceof String name
          && entry.getValue() instanceof TorchTensor tensor
          && !skipped.contains(name)
          && tensors.put(prefix + name, tensor) != null) {
        throw new ModelFormatException(path, prefix + name, "two tensors have this name.", null);
      }
    }
  }

  /** Returns the names of buffers that are no part of the state. */
  private Set<?> passing(PickledObject module) throws ModelFormatException {
    Object names = module.attribute("_non_persistent_buffers_set").orElse(List.of());
    if (!(names instanceof List<?> list)) {
      return Set.of();
    }
    count(list.size());
    Set<String> passing = new HashSet<>();
    list.forEach(
        name -> {
          if (name instanceof String text) {
            passing.add(text);
          }
        });
    return passing;
  }

  private Map<?, ?> counted(Map<?, ?> map) throws ModelFormatException {
    count(1 + map.size());
    return map;
  }

  private void count(int more) throws ModelFormatException {
    entries += more;
    if (entries > MOST_ENTRIES) {
      throw new ModelFormatException(
          path, "the saved network has more than %d parts.".formatted(MOST_ENTRIES));
    }
  }

  private static Map<?, ?> map(PickledObject module, String attribute) {
    return module.attribute(attribute).orElse(Map.of()) instanceof Map<?, ?> map ? map : Map.of();
  }
}
