package io.pentimento;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ComponentFolder;
import io.pentimento.checkpoint.DiffusersFolder;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.model.Autoencoder;
import io.pentimento.model.AutoencoderConfig;
import io.pentimento.model.LatentCodec;
import io.pentimento.model.TinyAutoencoder;
import io.pentimento.model.TinyAutoencoderFiles;
import io.pentimento.model.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * The autoencoder that a model gets: its own, or a tiny one. A tiny one is read when it is found,
 * since its numbers stand in its weights alone.
 */
final class ModelVae {
  private final NumberType type;
  private final Optional<TinyAutoencoder> tiny;
  private final Optional<ComponentFolder> folder;
  private final Optional<AutoencoderConfig> config;

  private ModelVae(
      NumberType type,
      Optional<TinyAutoencoder> tiny,
      Optional<ComponentFolder> folder,
      Optional<AutoencoderConfig> config) {
    this.type = type;
    this.tiny = tiny;
    this.folder = folder;
    this.config = config;
  }

  /**
   * Finds the autoencoder.
   *
   * @param other where one is that stands in place of the model's own
   * @param scope holds the weights of a tiny one
   * @param type the type in which the model computes
   */
  static ModelVae find(DiffusersFolder model, Optional<Path> other, Scope scope, NumberType type)
      throws IOException {
    NumberType safe = type.withRange();
    if (other.isPresent()) {
      return tiny(TinyAutoencoderFiles.read(other.get(), scope, safe), other.get(), safe);
    }
    ComponentFolder folder = model.component("vae");
    if (Files.isDirectory(folder.path()) && TinyAutoencoderFiles.isTiny(folder.path())) {
      return tiny(TinyAutoencoderFiles.read(folder.path(), scope, safe), folder.path(), safe);
    }
    ComponentConfig config = folder.config();
    return new ModelVae(
        safe, Optional.empty(), Optional.of(folder), Optional.of(AutoencoderConfig.read(config)));
  }

  private static ModelVae tiny(TinyAutoencoder tiny, Path path, NumberType type)
      throws ModelFormatException {
    if (!tiny.decodes()) {
      throw new ModelFormatException(
          path, "there is an encoder alone. Put taesd_decoder beside taesd_encoder.");
    }
    return new ModelVae(type, Optional.of(tiny), Optional.empty(), Optional.empty());
  }

  int latentChannels() {
    return tiny.map(TinyAutoencoder::latentChannels)
        .orElseGet(() -> config.orElseThrow().latentChannels());
  }

  /** Opens the weights that are still to be read. */
  Source open() throws IOException {
    return new Source(folder.isPresent() ? Optional.of(folder.get().weights()) : Optional.empty());
  }

  /**
   * An autoencoder whose weights are still to be read, or that is there.
   *
   * @param weights those to be read
   */
  record Source(Optional<Checkpoint> weights) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      if (weights.isPresent()) {
        weights.get().close();
      }
    }
  }

  /** Returns the network, which is read now where it is not there yet. */
  LatentCodec read(Source source, Function<Checkpoint, Weights> reading)
      throws ModelFormatException {
    return tiny.isPresent()
        ? tiny.get()
        : new Autoencoder(
            config.orElseThrow(), reading.apply(source.weights().orElseThrow()), type);
  }
}
