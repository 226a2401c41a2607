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
    if (this == GPU && !engine.hasGpu()) {
      throw new IllegalStateException(
          "The engine found no GPU. A CUDA build of libtorch must be named by PYTORCH_LIBRARY_PATH;"
              + " or use ComputeDevice.CPU.");
    }
    return this == CPU || !engine.hasGpu() ? Device.cpu() : Device.gpu();
  }
}
