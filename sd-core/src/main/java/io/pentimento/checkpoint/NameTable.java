package io.pentimento.checkpoint;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Pairs of names for the same modules of a network, in the original layout and in diffusers'. What
 * stands behind a module's name, such as {@code .weight}, is the same in both. Immutable.
 */
public final class NameTable {
  private final Map<String, String> toDiffusers;
  private final Map<String, String> toOriginal;

  private NameTable(Builder builder) {
    this.toDiffusers = Map.copyOf(builder.toDiffusers);
    this.toOriginal = Map.copyOf(builder.toOriginal);
  }

  /** Starts a table without names. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects the pairs of a table. */
  public static final class Builder {
    private final Map<String, String> toDiffusers = new HashMap<>();
    private final Map<String, String> toOriginal = new HashMap<>();

    private Builder() {}

    /**
     * Adds a module.
     *
     * @throws IllegalArgumentException if either name is there already
     */
    public Builder add(String original, String diffusers) {
      if (toDiffusers.putIfAbsent(original, diffusers) != null
          || toOriginal.putIfAbsent(diffusers, original) != null) {
        throw new IllegalArgumentException(
            "A module has one name in each layout, but one of these has two: %s and %s."
                .formatted(original, diffusers));
      }
      return this;
    }

    /** Builds the table. */
    public NameTable build() {
      return new NameTable(this);
    }
  }

  /** Returns diffusers' name of a module or tensor; empty for one that is of no module here. */
  public Optional<String> diffusers(String original) {
    return renamed(toDiffusers, original);
  }

  /** Returns the original name of a module or tensor; empty for one that is of no module here. */
  public Optional<String> original(String diffusers) {
    return renamed(toOriginal, diffusers);
  }

  /** The longest name of a module counts: a downsampler lies where residual blocks do. */
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
