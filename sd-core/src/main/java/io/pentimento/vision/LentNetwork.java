package io.pentimento.vision;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import io.pentimento.ComputeDevice;
import io.pentimento.GenerationFailedException;
import io.pentimento.Precision;
import io.pentimento.internal.HeldWeights;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.internal.TorchEngine;
import java.io.IOException;
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

  private LentNetwork(String name, TorchEngine engine, N network, Scope scope) {
    this.name = name;
    this.engine = engine;
    this.network = network;
    this.weights = new HeldWeights(scope, "%s is closed. Load it again to go on.".formatted(name));
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
   * Loads a network.
   *
   * @param name what it is called in messages, at the start of a sentence
   * @throws IOException if reading fails
   * @throws IllegalStateException if the device or the precision is not to be had on this machine,
   *     or the engine does not start
   */
  static <N> LentNetwork<N> load(
      String name, Precision precision, ComputeDevice device, Reader<N> reader) throws IOException {
    try {
      TorchEngine engine = TorchEngine.start(OptionalInt.empty());
      Device where = where(device, engine);
      NumberType type = precision.resolve(where.isGpu());
      engine.enterThread();
      Scope scope = engine.open(name, where);
      try {
        N network = reader.read(scope, type);
        scope.cap();
        return new LentNetwork<>(name, engine, network, scope);
      } catch (Throwable e) {
        scope.close();
        throw e;
      }
    } catch (EngineException e) {
      throw new IllegalStateException(String.valueOf(e.getMessage()).strip(), e);
    }
  }

  private static Device where(ComputeDevice device, TorchEngine engine) {
    return switch (device) {
      case CPU -> Device.cpu();
      case GPU -> engine.gpu();
      case AUTO -> engine.hasGpu() ? engine.gpu() : Device.cpu();
    };
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
