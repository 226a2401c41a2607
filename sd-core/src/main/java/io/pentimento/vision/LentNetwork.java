package io.pentimento.vision;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import io.pentimento.ComputeDevice;
import io.pentimento.GenerationFailedException;
import io.pentimento.Precision;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ComponentFolder;
import io.pentimento.internal.HeldWeights;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.internal.TorchEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;

/**
 * A network whose weights are lent to any number of threads until it is closed.
 *
 * @param <N> the network, of which any number of threads may use one
 */
final class LentNetwork<N> implements AutoCloseable {
  private final String name;
  private final TorchEngine engine;
  private final N network;
  private final HeldWeights weights;

  private LentNetwork(
      String name, String closedMessage, TorchEngine engine, N network, Scope scope) {
    this.name = name;
    this.engine = engine;
    this.network = network;
    this.weights = new HeldWeights(scope, closedMessage);
  }

  /**
   * Reads a network.
   *
   * @param <N> the network
   */
  @FunctionalInterface
  interface Reader<N> {
    /**
     * Reads it.
     *
     * @param scope where the weights live
     * @param type the type in which it computes
     */
    N read(Scope scope, NumberType type) throws IOException;
  }

  /**
   * Reads a network that computes in float32 from its file.
   *
   * @param <N> the network
   */
  @FunctionalInterface
  interface FileReader<N> {
    /**
     * Reads it.
     *
     * @param config its config.json, if there is one
     * @param scope where the weights live
     */
    N read(Checkpoint file, Optional<ComponentConfig> config, Scope scope) throws IOException;
  }

  /**
   * Loads a network.
   *
   * @param name what it is called in messages, at the start of a sentence
   * @throws IOException if reading fails
   * @throws IllegalStateException if the device or the precision is not to be had on this machine,
   *     or the engine does not start
   */
  static <N> LentNetwork<N> load(
      String name, Precision precision, ComputeDevice device, Reader<N> reader) throws IOException {
    return load(name, name + " is closed. Load it again to go on.", precision, device, reader);
  }

  /**
   * Loads a network that computes in float32.
   *
   * @param kind what it is, for messages
   * @param path its file, or a folder with its config.json
   * @param config the config.json of a file, if it has one
   * @throws IOException if reading fails
   * @throws IllegalStateException if the device is not to be had on this machine, or the engine
   *     does not start
   */
  static <N> LentNetwork<N> load(
      String kind, Path path, Optional<Path> config, ComputeDevice device, FileReader<N> reader)
      throws IOException {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(config, "config");
    String name = kind + " " + path;
    return load(
        name,
        name + " is closed. Load it again to use it.",
        Precision.FLOAT32,
        device,
        (scope, type) -> read(path, config, scope, reader));
  }

  /**
   * Loads a network.
   *
   * @param name what it is called in messages
   * @param closedMessage what is said to those who use it when it is closed
   * @throws IOException if reading fails
   * @throws IllegalStateException if the device or the precision is not to be had on this machine,
   *     or the engine does not start
   */
  static <N> LentNetwork<N> load(
      String name,
      String closedMessage,
      Precision precision,
      ComputeDevice device,
      Reader<N> reader)
      throws IOException {
    Objects.requireNonNull(precision, "precision");
    Objects.requireNonNull(device, "device");
    try {
      TorchEngine engine = TorchEngine.start(OptionalInt.empty());
      engine.enterThread();
      Scope scope = device.open(engine, name);
      try {
        N network = reader.read(scope, precision.resolve(scope.device().isGpu()));
        scope.cap();
        return new LentNetwork<>(name, closedMessage, engine, network, scope);
      } catch (Throwable e) {
        scope.close();
        throw e;
      }
    } catch (EngineException e) {
      throw new IllegalStateException(String.valueOf(e.getMessage()).strip(), e);
    }
  }

  private static <N> N read(Path path, Optional<Path> config, Scope scope, FileReader<N> reader)
      throws IOException {
    if (Files.isDirectory(path)) {
      ComponentFolder folder = ComponentFolder.of(path, Optional.empty());
      try (Checkpoint file = folder.weights()) {
        return reader.read(file, Optional.of(folder.config()), scope);
      }
    }
    Optional<ComponentConfig> own =
        config.isPresent() ? Optional.of(ComponentConfig.read(config.get())) : Optional.empty();
    try (Checkpoint file = Checkpoint.open(path)) {
      return reader.read(file, own, scope);
    }
  }

  /** Returns the network, for its sizes. */
  N network() {
    return network;
  }

  /**
   * Works with the network on this thread.
   *
   * @param work gets the network and a scope that is closed behind it
   * @throws GenerationFailedException if the engine fails
   * @throws IllegalStateException if this is closed
   */
  <T> T use(BiFunction<N, Scope, T> work) {
    weights.hold();
    try {
      engine.enterThread();
      try (Scope scope = weights.scope().open(name)) {
        return work.apply(network, scope);
      }
    } catch (EngineException e) {
      throw new GenerationFailedException(
          "The engine failed in %s: %s".formatted(name, String.valueOf(e.getMessage()).strip()), e);
    } finally {
      weights.release();
    }
  }

  /**
   * Reads what the network made.
   *
   * @throws GenerationFailedException if it has made NaN, as damaged weights do
   */
  float[] values(Scope scope, NDArray made) {
    if (!scope.isFinite(made)) {
      throw madeNaN();
    }
    return Scope.floats(made, scope);
  }

  /**
   * Returns numbers that the network made.
   *
   * @throws GenerationFailedException if one of them is NaN or infinite
   */
  float[] checked(float[] made) {
    for (float value : made) {
      if (!Float.isFinite(value)) {
        throw madeNaN();
      }
    }
    return made;
  }

  private GenerationFailedException madeNaN() {
    return new GenerationFailedException(
        "%s made NaN of a picture. Its weights may be damaged.".formatted(name));
  }

  /** Returns how many bytes are in use: the weights, and what threads hold that use them now. */
  long bytes() {
    return weights.scope().bytes();
  }

  /** Waits for the threads that use the network, and frees the memory. May be called again. */
  @Override
  public void close() {
    weights.close();
  }
}
