package io.pentimento.checkpoint;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the named tensors in a saved value. */
final class TensorTree {
  /**
   * Under these a training program puts the weights, beside its own state; the first that is there
   * is taken.
   */
  private static final List<String> WRAPPERS = List.of("state_dict", "params_ema", "params");

  private static final int DEEPEST = 4;
  private static final int MOST_ENTRIES = 1_000_000;

  private final Path path;
  private final Map<String, TorchTensor> tensors = new LinkedHashMap<>();
  private int entries;

  TensorTree(Path path) {
    this.path = path;
  }

  Map<String, TorchTensor> tensors(Object content) throws ModelFormatException {
    collect("", unwrap(content), 1);
    return tensors;
  }

  private static Object unwrap(Object content) {
    if (content instanceof Map<?, ?> map) {
      for (String wrapper : WRAPPERS) {
        if (map.get(wrapper) instanceof Map<?, ?> wrapped) {
          return wrapped;
        }
      }
    }
    return content;
  }

  private void collect(String prefix, Object value, int depth) throws ModelFormatException {
    if (!(value instanceof Map<?, ?> map) || depth > DEEPEST) {
      return;
    }
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (++entries > MOST_ENTRIES) {
        throw new ModelFormatException(
            path, "the saved dictionaries have more than " + MOST_ENTRIES + " entries.");
      }
      if (!(entry.getKey() instanceof String key)) {
        continue;
      }
      if (entry.getValue() instanceof TorchTensor tensor) {
        if (tensors.put(prefix + key, tensor) != null) {
          throw new ModelFormatException(path, prefix + key, "two tensors have this name.", null);
        }
      } else {
        collect(prefix + key + ".", entry.getValue(), depth + 1);
      }
    }
  }
}
