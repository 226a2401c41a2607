package io.pentimento.testing;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;

/** The PyTorch engine on the CPU, for tests of array arithmetic. */
public final class OfflineEngine {
  static {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
  }

  private OfflineEngine() {}

  /** Opens a manager; whoever opens it closes it. */
  public static NDManager manager() {
    return NDManager.newBaseManager(Device.cpu(), "PyTorch");
  }
}
