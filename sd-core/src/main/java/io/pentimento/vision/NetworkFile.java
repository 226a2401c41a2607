package io.pentimento.vision;

import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a network's files are: what belongs to the weights lies beside them.
 *
 * @param path the weights, or the folder that holds them
 */
record NetworkFile(Path path) {
  /** Returns the name of the file or folder, without its ending. */
  String name() {
    String name = String.valueOf(path.toAbsolutePath().normalize().getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 && !Files.isDirectory(path) ? name.substring(0, dot) : name;
  }

  /** Returns the folder in which all of it lies. */
  Path folder() {
    Path absolute = path.toAbsolutePath();
    Path parent = absolute.getParent();
    return Files.isDirectory(path) || parent == null ? absolute : parent;
  }

  /** Returns a file beside the weights, if it is there. */
  Optional<Path> beside(String name) {
    return Optional.of(folder().resolve(name)).filter(Files::isRegularFile);
  }

  /**
   * Returns a file that must lie beside the weights.
   *
   * @param need what it is needed for, behind "which"
   */
  Path require(String name, String need) throws ModelFormatException {
    Optional<Path> file = beside(name);
    if (file.isEmpty()) {
      throw new ModelFormatException(
          path, "must have %s beside it, which %s, but has none.".formatted(name, need));
    }
    return file.get();
  }

  /**
   * Returns the config.json beside the weights, if there is one of such a model; in a folder of
   * many models it may be another's.
   *
   * @param kind transformers' {@code model_type}
   */
  Optional<ComponentConfig> config(String kind) throws IOException {
    Optional<Path> file = beside("config.json");
    if (file.isEmpty()) {
      return Optional.empty();
    }
    ComponentConfig config = ComponentConfig.read(file.get());
    return config.text("model_type", "").equals(kind) ? Optional.of(config) : Optional.empty();
  }
}
