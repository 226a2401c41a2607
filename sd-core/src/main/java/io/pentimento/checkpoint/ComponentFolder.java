package io.pentimento.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The folder of one part of a model: its settings and its weights. A UNet or a VAE inside of a
 * {@link DiffusersFolder} has one, and a ControlNet is one on its own.
 */
public final class ComponentFolder {
  private static final List<String> SAFE_STEMS = List.of("diffusion_pytorch_model", "model");
  private static final List<String> PICKLE_STEMS =
      List.of("diffusion_pytorch_model", "pytorch_model");

  /** The variant that many folders hold in place of the plain files. */
  private static final String HALF = "fp16";

  private final Path path;
  private final Optional<String> variant;

  private ComponentFolder(Path path, Optional<String> variant) {
    this.path = path;
    this.variant = variant;
  }

  /**
   * Names a folder; nothing is read yet.
   *
   * @param variant the infix of the weight files to prefer, such as {@code fp16}
   * @throws IllegalArgumentException if the variant is no plain word
   */
  public static ComponentFolder of(Path path, Optional<String> variant) {
    variant.ifPresent(
        word -> {
          if (!PlainName.isPlain(word)) {
            throw new IllegalArgumentException(
                "variant must be a plain word such as fp16, but got: " + word);
          }
        });
    return new ComponentFolder(path, variant);
  }

  /** Returns the folder. */
  public Path path() {
    return path;
  }

  /**
   * Reads {@code config.json}.
   *
   * @throws ModelFormatException if it is missing or no JSON object
   * @throws IOException if reading fails
   */
  public ComponentConfig config() throws IOException {
    return config("config.json");
  }

  /**
   * Reads the settings in a file of this folder, such as {@code scheduler_config.json}.
   *
   * @throws ModelFormatException if it is missing or no JSON object
   * @throws IOException if reading fails
   */
  public ComponentConfig config(String fileName) throws IOException {
    Path file = path.resolve(fileName);
    if (!Files.isRegularFile(file)) {
      throw new ModelFormatException(path, "the folder must hold " + fileName + ", but does not.");
    }
    return ComponentConfig.read(file);
  }

  /**
   * Returns the file that {@link #weights()} opens: the first that is there of safetensors, sharded
   * safetensors, pickle and sharded pickle; of each the wanted variant, then the plain one, then
   * {@code fp16}.
   */
  public Optional<Path> weightsFile() {
    return weightNames().stream().map(path::resolve).filter(Files::isRegularFile).findFirst();
  }

  /**
   * Opens the weights.
   *
   * @throws ModelFormatException if there are none or they are damaged
   * @throws IOException if reading fails
   */
  public Checkpoint weights() throws IOException {
    Optional<Path> file = weightsFile();
    if (file.isEmpty()) {
      throw new ModelFormatException(
          path,
          "the folder must hold weights such as "
              + weightNames().get(0)
              + " or "
              + weightNames().get(1)
              + ", but has none.");
    }
    return Checkpoint.open(file.get());
  }

  private List<String> weightNames() {
    List<String> infixes = new ArrayList<>();
    variant.ifPresent(word -> infixes.add("." + word));
    infixes.add("");
    if (variant.isEmpty() || !variant.get().equals(HALF)) {
      infixes.add("." + HALF);
    }
    List<String> names = new ArrayList<>();
    addNames(names, SAFE_STEMS, infixes, ".safetensors");
    addNames(names, PICKLE_STEMS, infixes, ".bin");
    return names;
  }

  private static void addNames(
      List<String> names, List<String> stems, List<String> infixes, String extension) {
    for (String infix : infixes) {
      for (String stem : stems) {
        names.add(stem + infix + extension);
      }
    }
    for (String infix : infixes) {
      for (String stem : stems) {
        names.add(stem + extension + ".index" + infix + ".json");
        if (!infix.isEmpty()) {
          names.add(stem + infix + extension + ".index.json");
        }
      }
    }
  }
}
