package io.pentimento.checkpoint.original;

import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What is told of a model beside its file: by a folder in diffusers' layout, of which no weights
 * are read; by a JSON object that has such configurations under the names of the parts; or by the
 * YAML file of the original programs, of which only {@code parameterization} is read.
 */
public final class ExplicitConfig {
  private static final List<String> PARTS =
      List.of("unet", "vae", "text_encoder", "text_encoder_2", "scheduler");

  private final Map<String, ComponentConfig> parts;
  private final Optional<String> parameterization;

  private ExplicitConfig(Map<String, ComponentConfig> parts, Optional<String> parameterization) {
    this.parts = Map.copyOf(parts);
    this.parameterization = parameterization;
  }

  /** Tells nothing. */
  public static ExplicitConfig none() {
    return new ExplicitConfig(Map.of(), Optional.empty());
  }

  /**
   * Reads a configuration.
   *
   * @param path a folder, a {@code .json} or a {@code .yaml} file
   * @throws ModelFormatException if it is damaged, or tells of no part
   * @throws IOException if reading fails
   */
  public static ExplicitConfig read(Path path) throws IOException {
    if (YamlParameterization.isYaml(path)) {
      return new ExplicitConfig(Map.of(), YamlParameterization.read(path));
    }
    Map<String, ComponentConfig> parts = Files.isDirectory(path) ? ofFolder(path) : ofJson(path);
    if (parts.isEmpty()) {
      throw new ModelFormatException(
          path, "a configuration must tell of one of " + PARTS + ", but tells of none.");
    }
    return new ExplicitConfig(parts, Optional.empty());
  }

  /** Reads the YAML file beside a model's, of the same name, if there is one. */
  static Optional<String> besides(Path model) throws IOException {
    String name = String.valueOf(model.getFileName());
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    Path yaml = model.resolveSibling(stem + ".yaml");
    return Files.isRegularFile(yaml) ? YamlParameterization.read(yaml) : Optional.empty();
  }

  private static Map<String, ComponentConfig> ofFolder(Path folder) throws IOException {
    Map<String, ComponentConfig> found = new HashMap<>();
    for (String part : PARTS) {
      String name = part.equals("scheduler") ? "scheduler_config.json" : "config.json";
      Path file = folder.resolve(part).resolve(name);
      if (Files.isRegularFile(file)) {
        found.put(part, ComponentConfig.read(file));
      }
    }
    return found;
  }

  private static Map<String, ComponentConfig> ofJson(Path file) throws IOException {
    if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".json")) {
      throw new ModelFormatException(
          file, "a configuration must be a folder, a .json or a .yaml file, but is none of them.");
    }
    ComponentConfig whole = ComponentConfig.read(file);
    Map<String, ComponentConfig> found = new HashMap<>();
    for (String part : PARTS) {
      Optional<ComponentConfig> told = whole.object(part);
      if (told.isPresent()) {
        found.put(part, told.get());
      }
    }
    return found;
  }

  /** Returns what is told of a part: {@code unet}, {@code vae}, {@code text_encoder}, ... */
  public Optional<ComponentConfig> part(String name) {
    return Optional.ofNullable(parts.get(name));
  }

  /** Returns the kind of prediction that a YAML file tells, such as {@code v}. */
  public Optional<String> parameterization() {
    return parameterization;
  }
}
