package io.pentimento;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ComponentFolder;
import io.pentimento.control.ControlNet;
import io.pentimento.internal.HeldWeights;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.internal.TorchEngine;
import io.pentimento.model.ControlNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A loaded ControlNet, which steers what a pipeline makes by a picture. Any number of pipelines,
 * requests and threads may use one at once. Close it to free its memory.
 */
public final class ControlModel implements ControlNet, AutoCloseable {
  private final String name;
  private final Optional<ModelFile> file;
  private final ControlNetwork network;
  private final HeldWeights weights;

  ControlModel(String name, ControlNetwork network, Scope weights) {
    this(name, Optional.empty(), network, weights);
  }

  /**
   * Wraps a loaded network.
   *
   * @param file its file; empty for a folder
   */
  private ControlModel(
      String name, Optional<ModelFile> file, ControlNetwork network, Scope weights) {
    this.name = name;
    this.file = file;
    this.network = network;
    this.weights =
        new HeldWeights(
            weights,
            "The ControlNet %s is closed. Load it again to make more pictures.".formatted(name));
  }

  /**
   * Loads a ControlNet in the default precision, on the GPU if there is one.
   *
   * @param path a folder in diffusers' layout, or a {@code .safetensors} or {@code .pth} file in
   *     diffusers' layout or the original one; no code of a file is run
   * @throws IOException if it cannot be read; a {@code ModelFormatException} where it is damaged or
   *     holds no ControlNet that is offered
   * @throws IllegalStateException if the engine does not start
   */
  public static ControlModel load(Path path) throws IOException {
    return load(path, Optional.empty(), Precision.DEFAULT, ComputeDevice.AUTO);
  }

  /**
   * Loads a ControlNet.
   *
   * @param path a folder in diffusers' layout, or a file as in {@link #load(Path)}
   * @param config the {@code config.json} of a file's network; without one it is taken to be of SD1
   *     or SD2, whichever its tensors tell. A folder has its own.
   * @throws IOException if it cannot be read; a {@code ModelFormatException} where it is damaged or
   *     holds no ControlNet that is offered
   * @throws IllegalStateException if the device or the precision is not to be had on this machine,
   *     or the engine does not start
   */
  public static ControlModel load(
      Path path, Optional<Path> config, Precision precision, ComputeDevice device)
      throws IOException {
    return load(path, config, Optional.empty(), precision, device);
  }

  /**
   * Loads a ControlNet, also one of which a file holds the difference to its base model alone.
   *
   * @param path a folder in diffusers' layout, or a file as in {@link #load(Path)}
   * @param config the {@code config.json} of a file's network, as in {@link #load(Path, Optional,
   *     Precision, ComputeDevice)}
   * @param base the file or folder of the base model, whose U-Net is read for a difference, and not
   *     otherwise
   * @throws IOException if it cannot be read; a {@code ModelFormatException} where it is damaged or
   *     holds no ControlNet that is offered, or a difference to another model
   * @throws IllegalStateException if the device or the precision is not to be had on this machine,
   *     or the engine does not start
   */
  public static ControlModel load(
      Path path,
      Optional<Path> config,
      Optional<Path> base,
      Precision precision,
      ComputeDevice device)
      throws IOException {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(config, "config");
    Objects.requireNonNull(base, "base");
    try {
      TorchEngine engine = TorchEngine.start(OptionalInt.empty());
      Device where = device.resolve(engine);
      NumberType type = precision.resolve(where.isGpu());
      Scope scope = engine.open("control " + path, where);
      try {
        ControlNetwork network = engine.readApart(() -> read(path, config, base, scope, type));
        scope.cap();
        Optional<ModelFile> file =
            Files.isDirectory(path) ? Optional.empty() : Optional.of(new ModelFile(path));
        return new ControlModel(UpscalerModel.nameOf(path), file, network, scope);
      } catch (Throwable e) {
        scope.close();
        throw e;
      }
    } catch (EngineException e) {
      throw new IllegalStateException(String.valueOf(e.getMessage()).strip(), e);
    }
  }

  private static ControlNetwork read(
      Path path, Optional<Path> config, Optional<Path> model, Scope scope, NumberType type)
      throws IOException {
    Optional<ControlNetwork.BaseWeights> base = model.map(ControlModel::unetOf);
    if (Files.isDirectory(path)) {
      ComponentFolder folder = ComponentFolder.of(path, Optional.empty());
      try (Checkpoint checkpoint = folder.weights()) {
        return ControlNetwork.read(checkpoint, Optional.of(folder.config()), base, scope, type);
      }
    }
    Optional<ComponentConfig> own =
        config.isPresent() ? Optional.of(ComponentConfig.read(config.get())) : Optional.empty();
    try (Checkpoint checkpoint = Checkpoint.open(path)) {
      return ControlNetwork.read(checkpoint, own, base, scope, type);
    }
  }

  private static ControlNetwork.BaseWeights unetOf(Path model) {
    return () -> ModelSettings.of(model).open().weights("unet");
  }

  /** Returns the name of the file or folder, without its ending. */
  @Override
  public String name() {
    return name;
  }

  /** Returns the file that it was loaded from; empty for a folder. */
  Optional<ModelFile> file() {
    return file;
  }

  /** Returns the network, for its sizes; to work with it, {@link #hold} it. */
  ControlNetwork network() {
    return network;
  }

  /** Returns where the network computes. */
  Device device() {
    return weights.device();
  }

  /** Returns the scope that holds the weights. */
  Scope scope() {
    return weights.scope();
  }

  /**
   * Keeps the weights until {@link #release} on the same thread.
   *
   * @throws IllegalStateException if this is closed
   */
  void hold() {
    weights.hold();
  }

  void release() {
    weights.release();
  }

  /** Waits for the passes of other threads that use this, and frees the memory. */
  @Override
  public void close() {
    weights.close();
  }
}
