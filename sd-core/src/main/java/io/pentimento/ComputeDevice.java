package io.pentimento;

import ai.djl.Device;
import io.pentimento.internal.TorchEngine;

/** Where networks compute. */
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
}
