package io.pentimento.checkpoint.original;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Pairs of names for the same modules of a network, in the original layout and in diffusers'. What
 * stands behind a module's name is the same in both.
 */
final class NameTable implements TensorNames {
  private final Map<String, String> toDiffusers = new HashMap<>();
  private final Map<String, String> toOriginal = new HashMap<>();

  /** Adds a module; of several original names of one module the first is told in messages. */
  NameTable add(String original, String diffusers) {
    toDiffusers.put(original, diffusers);
    toOriginal.putIfAbsent(diffusers, original);
    return this;
  }

  @Override
  public Optional<String> diffusers(String original) {
    return renamed(toDiffusers, original);
  }

  @Override
  public Optional<String> original(String diffusers) {
    return renamed(toOriginal, diffusers);
  }

  /** The longest name of a module counts. */
  private static Optional<String> renamed(Map<String, String> modules, String name) {
    for (int end = name.length(); end > 0; end = name.lastIndexOf('.', end - 1)) {
      String module = modules.get(name.substring(0, end));
      if (module != null) {
        return Optional.of(module + name.substring(end));
      }
    }
    return Optional.empty();
  }
}
