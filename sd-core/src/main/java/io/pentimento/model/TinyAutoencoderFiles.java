package io.pentimento.model;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ComponentFolder;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where tiny autoencoders are read from: a folder of diffusers', a file with diffusers' names, or
 * the original {@code taesd_encoder} and {@code taesd_decoder}, in two files or in one. Numbers of
 * the architecture come from names and shapes where there is no config.json.
 */
public final class TinyAutoencoderFiles {
  private static final String ENCODER = "encoder";
  private static final String DECODER = "decoder";

  private final Scope scope;
  private final NumberType type;

  /** The half that was read last tells widths and channels of the whole. */
  private Optional<TinyAutoencoderConfig> shape = Optional.empty();

  private Optional<TinyEncoder> encoder = Optional.empty();
  private Optional<TinyDecoder> decoder = Optional.empty();

  private TinyAutoencoderFiles(Scope scope, NumberType type) {
    this.scope = scope;
    this.type = type;
  }

  /**
   * Tells whether a folder or file holds a tiny autoencoder.
   *
   * @throws IOException if it cannot be read
   */
  public static boolean isTiny(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return Files.isRegularFile(path.resolve("config.json"))
          && TinyAutoencoderConfig.describes(ComponentConfig.read(path.resolve("config.json")));
    }
    try (Checkpoint file = Checkpoint.open(path)) {
      return TinyLayerNames.decoder(file.names()).isPresent()
          || TinyLayerNames.encoder(file.names()).isPresent();
    }
  }

  /**
   * Reads a folder, or a file and the one with the other half beside it, if there is one.
   *
   * @param scope where the weights live
   * @param type the type in which the network computes
   * @throws ModelFormatException if there is no tiny autoencoder, or one whose halves do not fit
   * @throws IOException if reading fails
   */
  public static TinyAutoencoder read(Path path, Scope scope, NumberType type) throws IOException {
    TinyAutoencoderFiles files = new TinyAutoencoderFiles(scope, type);
    try {
      if (Files.isDirectory(path)) {
        files.folder(ComponentFolder.of(path, Optional.empty()));
      } else {
        files.file(path);
        Optional<Path> other = files.otherHalf(path);
        if (other.isPresent()) {
          files.file(other.get());
        }
      }
    } catch (UncheckedIOException e) {
      // A network reads its tensors unchecked.
      throw e.getCause();
    }
    return files.joined(path);
  }

  private void folder(ComponentFolder folder) throws IOException {
    ComponentConfig config = folder.config();
    config.check("_class_name", TinyAutoencoderConfig.describes(config), "must be AutoencoderTiny");
    for (String factor : new String[] {"scaling_factor", "shift_factor"}) {
      double neutral = factor.startsWith("scaling") ? 1 : 0;
      config.check(factor, config.decimal(factor, neutral) == neutral, "must be " + neutral);
    }
    try (Checkpoint weights = folder.weights()) {
      halves(
          weights,
          Optional.of(TinyAutoencoderConfig.encoder(config)),
          Optional.of(TinyAutoencoderConfig.decoder(config)));
    }
  }

  private void file(Path path) throws IOException {
    try (Checkpoint file = Checkpoint.open(path)) {
      halves(file, Optional.empty(), Optional.empty());
    }
  }

  private void halves(
      Checkpoint file,
      Optional<TinyAutoencoderConfig> toldEncoder,
      Optional<TinyAutoencoderConfig> toldDecoder)
      throws IOException {
    Weights weights =
        new Weights(
            new CheckpointTensors(
                file,
                scope,
                type,
                elements -> {},
                new StagingBuffers(),
                "a tiny autoencoder of its sizes"));
    Optional<TinyLayerNames> in = TinyLayerNames.encoder(file.names());
    Optional<TinyLayerNames> out = TinyLayerNames.decoder(file.names());
    if (in.isEmpty() && out.isEmpty()) {
      throw new ModelFormatException(
          file.path(), "the file must hold layers of a tiny autoencoder, but has none.");
    }
    if (in.isPresent()) {
      TinyAutoencoderConfig config =
          toldEncoder.isPresent()
              ? toldEncoder.get()
              : TinyAutoencoderConfig.encoder(file, in.get());
      fit(file, config);
      encoder = Optional.of(TinyEncoder.read(weights, config, in.get()));
    }
    if (out.isPresent()) {
      TinyAutoencoderConfig config =
          toldDecoder.isPresent()
              ? toldDecoder.get()
              : TinyAutoencoderConfig.decoder(file, out.get());
      fit(file, config);
      decoder = Optional.of(TinyDecoder.read(weights, config, out.get()));
    }
    weights.finish();
  }

  private void fit(Checkpoint file, TinyAutoencoderConfig half) throws ModelFormatException {
    if (shape.isPresent()
        && (shape.get().latentChannels() != half.latentChannels()
            || shape.get().blocks().size() != half.blocks().size())) {
      throw new ModelFormatException(
          file.path(),
          "the halves must have the same latent, but have %d and %d channels at %d and %d sizes."
              .formatted(
                  shape.get().latentChannels(),
                  half.latentChannels(),
                  shape.get().blocks().size(),
                  half.blocks().size()));
    }
    shape = Optional.of(half);
  }

  private Optional<Path> otherHalf(Path path) {
    if (encoder.isPresent() && decoder.isPresent()) {
      return Optional.empty();
    }
    String name = String.valueOf(path.getFileName());
    String other =
        encoder.isPresent() ? name.replace(ENCODER, DECODER) : name.replace(DECODER, ENCODER);
    return Optional.of(path.resolveSibling(other))
        .filter(sibling -> !other.equals(name) && Files.isRegularFile(sibling));
  }

  private TinyAutoencoder joined(Path path) throws ModelFormatException {
    TinyAutoencoderConfig config =
        shape.orElseThrow(() -> new ModelFormatException(path, "there is no tiny autoencoder."));
    return new TinyAutoencoder(encoder, decoder, config, type);
  }
}
