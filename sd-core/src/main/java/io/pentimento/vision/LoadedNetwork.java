package io.pentimento.vision;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import io.pentimento.ComputeDevice;
import io.pentimento.GenerationFailedException;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ComponentFolder;
import io.pentimento.internal.HeldWeights;
import io.pentimento.internal.Scope;
import io.pentimento.internal.TorchEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;

/** A network whose weights live in a scope of its own, and how threads use it. */
final class LoadedNetwork<N> implements AutoCloseable {
  private final TorchEngine engine;
  private final String name;
  private final N network;
  private final HeldWeights weights;

  /** Reads a network into a scope. */
  interface Reading<N> {
    N read(Checkpoint file, Optional<ComponentConfig> config, Scope scope) throws IOException;
  }

  private LoadedNetwork(TorchEngine engine, String name, N network, Scope scope) {
    this.engine = engine;
    this.name = name;
    this.network = network;
    this.weights = new HeldWeights(scope, "%s is closed. Load it again to use it.".formatted(name));
  }

  /**
   * Loads a network.
   *
   * @param kind what it is, for messages
   * @param path its file, or a folder with its config.json
   * @param config the config.json of a file, if it has one
   */
  static <N> LoadedNetwork<N> load(
      String kind, Path path, Optional<Path> config, ComputeDevice device, Reading<N> reading)
      throws IOException {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(config, "config");
    Objects.requireNonNull(device, "device");
    try {
      TorchEngine engine = TorchEngine.start(OptionalInt.empty());
      Device where = resolved(device, engine);
      engine.enterThread();
      String name = kind + " " + path;
      Scope scope = engine.open(name, where);
      try {
        N network = read(path, config, scope, reading);
        scope.cap();
        return new LoadedNetwork<>(engine, name, network, scope);
      } catch (Throwable e) {
        scope.close();
        throw e;
      }
    } catch (EngineException e) {
      throw new IllegalStateException(String.valueOf(e.getMessage()).strip(), e);
    }
  }

  private static Device resolved(ComputeDevice device, TorchEngine engine) {
    return switch (device) {
      case CPU -> Device.cpu();
      case GPU -> engine.gpu();
      case AUTO -> engine.hasGpu() ? engine.gpu() : Device.cpu();
    };
  }

  private static <N> N read(Path path, Optional<Path> config, Scope scope, Reading<N> reading)
      throws IOException {
    if (Files.isDirectory(path)) {
      ComponentFolder folder = ComponentFolder.of(path, Optional.empty());
      try (Checkpoint file = folder.weights()) {
        return reading.read(file, Optional.of(folder.config()), scope);
      }
    }
    Optional<ComponentConfig> own =
        config.isPresent() ? Optional.of(ComponentConfig.read(config.get())) : Optional.empty();
    try (Checkpoint file = Checkpoint.open(path)) {
      return reading.read(file, own, scope);
    }
  }

  /** Returns the network, for its sizes. */
  N network() {
    return network;
  }

  /**
   * Works with the network, which stays in memory meanwhile.
   *
   * @param work takes it and a scope for what it makes, which is closed afterwards
   * @throws IllegalStateException if this is closed
   * @throws GenerationFailedException if the engine fails
   */
  <T> T use(BiFunction<N, Scope, T> work) {
    weights.hold();
    try {
      engine.enterThread();
      try (Scope scope = engine.open(name, weights.device())) {
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
      throw new GenerationFailedException(
          "%s made NaN of a picture. Its weights may be damaged.".formatted(name));
    }
    return Scope.floats(made, scope);
  }

  /** Waits for other threads that use the network, and frees the memory. */
  @Override
  public void close() {
    weights.close();
  }
}
