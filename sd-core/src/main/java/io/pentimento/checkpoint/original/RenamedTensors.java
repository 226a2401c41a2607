package io.pentimento.checkpoint.original;

import io.pentimento.checkpoint.Checkpoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Collects the tensors of a network of a file under names of our own. */
final class RenamedTensors {
  private static final List<Extract.Form> THIRDS =
      List.of(Extract.Form.FIRST_THIRD, Extract.Form.SECOND_THIRD, Extract.Form.LAST_THIRD);

  private final Checkpoint file;
  private final Map<String, Extract> tensors = new LinkedHashMap<>();

  /** The file's names of modules, by ours. */
  private final Map<String, String> modules = new LinkedHashMap<>();

  private final TreeSet<String> left;

  /**
   * Starts with all of a file.
   *
   * @param prefix what the names of the network begin with; others are left out
   */
  RenamedTensors(Checkpoint file, String prefix) {
    this.file = file;
    this.left = new TreeSet<>(file.names());
    left.removeIf(name -> !name.startsWith(prefix));
  }

  /** Names a module, or a tensor that is one by itself. */
  RenamedTensors module(String ours, String files) {
    put(ours, files, Extract.Form.WHOLE);
    left.removeIf(key -> rest(key, files).isPresent());
    return this;
  }

  /** Names query, key and value of a module that is all three, in that order. */
  RenamedTensors thirds(List<String> ours, String files) {
    for (int i = 0; i < THIRDS.size(); i++) {
      put(ours.get(i), files, THIRDS.get(i));
    }
    left.removeIf(key -> rest(key, files).isPresent());
    return this;
  }

  private void put(String ours, String files, Extract.Form form) {
    modules.put(ours, files);
    for (String key : left) {
      rest(key, files).ifPresent(rest -> tensors.put(ours + rest, new Extract(key, form)));
    }
  }

  /** Returns what stands behind a module's name. */
  private static Optional<String> rest(String name, String module) {
    boolean inside =
        name.startsWith(module)
            && (name.length() == module.length() || name.charAt(module.length()) == '.');
    return inside ? Optional.of(name.substring(module.length())) : Optional.empty();
  }

  /** Shows what was named; what no module has keeps its name, so that the network refuses it. */
  NetworkView view() {
    for (String key : left) {
      tensors.put(key, Extract.whole(key));
    }
    return new NetworkView(file, tensors, this::key);
  }

  /** Returns the name that the file would have for a tensor that it lacks. */
  private String key(String ours) {
    for (Map.Entry<String, String> module : modules.entrySet()) {
      Optional<String> rest = rest(ours, module.getKey());
      if (rest.isPresent()) {
        return module.getValue() + rest.get();
      }
    }
    return ours;
  }
}
