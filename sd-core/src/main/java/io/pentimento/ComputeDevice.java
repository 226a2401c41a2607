package io.pentimento;

import ai.djl.Device;
import io.pentimento.internal.Scope;
import io.pentimento.internal.TorchEngine;

/** Where networks compute. */
@SuppressWarnings("exports") // The engine stays hidden: only this library asks.
public enum ComputeDevice {
  /** The first GPU if the engine can use one, else the CPU. */
  AUTO,
  /** The processor. */
  CPU,
  /** The first NVIDIA GPU. */
  GPU;

  Device resolve(TorchEngine engine) {
    return switch (this) {
      case CPU -> Device.cpu();
      case GPU -> engine.gpu();
      case AUTO -> engine.hasGpu() ? engine.gpu() : Device.cpu();
    };
  }

  /**
   * Opens a scope on the device that this stands for. Its opener closes it.
   *
   * @param name what the scope is for
   * @throws IllegalStateException if there is no such device on this machine
   */
  public Scope open(TorchEngine engine, String name) {
    return engine.open(name, resolve(engine));
  }
}
