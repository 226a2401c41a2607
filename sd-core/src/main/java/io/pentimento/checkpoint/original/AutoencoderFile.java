package io.pentimento.checkpoint.original;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ModelFamily;
import io.pentimento.checkpoint.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * An autoencoder in a file of its own: with the original names, alone or as a part of a model's
 * file, or with diffusers' names.
 */
public final class AutoencoderFile implements AutoCloseable {
  private static final String MARK = "decoder.conv_in.weight";

  private final Checkpoint file;
  private final Checkpoint weights;

  private AutoencoderFile(Checkpoint file, Checkpoint weights) {
    this.file = file;
    this.weights = weights;
  }

  /**
   * Opens a file.
   *
   * @throws ModelFormatException if it is damaged or holds no autoencoder
   * @throws IOException if reading fails
   */
  public static AutoencoderFile open(Path path) throws IOException {
    Checkpoint file = Checkpoint.open(path);
    try {
      return new AutoencoderFile(file, view(file));
    } catch (IOException | RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  private static Checkpoint view(Checkpoint file) throws ModelFormatException {
    Set<String> names = file.names();
    if (names.contains(FileKind.VAE + MARK)) {
      return FileNetworks.autoencoder(file, FileKind.VAE);
    }
    if (!names.contains(MARK)) {
      throw new ModelFormatException(
          file.path(),
          MARK,
          "an autoencoder must have this tensor, but there is none, nor one of "
              + FileKind.VAE
              + MARK
              + ".",
          null);
    }
    boolean original = names.stream().anyMatch(name -> name.startsWith("decoder.up."));
    return original ? withoutLoss(FileNetworks.autoencoder(file, "")) : file;
  }

  /** Training leaves its losses in the file. */
  private static Checkpoint withoutLoss(NetworkView view) {
    Map<String, Extract> tensors = new LinkedHashMap<>();
    for (String name : view.names()) {
      String key = view.keyOf(name);
      if (key.startsWith("encoder.") || key.startsWith("decoder.") || key.contains("quant_conv.")) {
        tensors.put(name, Extract.whole(key));
      }
    }
    return view.with(tensors);
  }

  /** Returns the tensors under diffusers' names. */
  public Checkpoint weights() {
    return weights;
  }

  /**
   * Returns the configuration: that of a {@code config.json} beside the file if there is one and
   * the file has diffusers' names, or else what shapes tell and the published models have.
   *
   * @param family the model that it is used with
   */
  public ComponentConfig config(ModelFamily family) throws IOException {
    Path beside = file.path().resolveSibling("config.json");
    return weights == file && Files.isRegularFile(beside)
        ? ComponentConfig.read(beside)
        : FoundConfigs.autoencoder(weights, family);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
