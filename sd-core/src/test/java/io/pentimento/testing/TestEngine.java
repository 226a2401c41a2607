package io.pentimento.testing;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.internal.TorchEngine;
import java.util.OptionalInt;

/** Opens native scopes for tests that work on networks and arrays directly. */
public final class TestEngine {
  private TestEngine() {}

  /** Opens a scope on the CPU; the test closes it. */
  public static Scope open(String name) {
    TorchEngine engine = TorchEngine.start(OptionalInt.empty());
    engine.enterThread();
    return engine.open(name, Device.cpu());
  }

  /** Creates an array of a golden tensor. */
  public static NDArray array(Scope scope, GoldenTensor tensor) {
    return scope.array(tensor.floats(), tensor.shape());
  }

  /**
   * Asserts that an array of any type agrees with a golden tensor to a tolerance relative to its
   * scale.
   */
  public static void assertClose(
      String name, Scope scope, NDArray actual, GoldenTensor expected, double tolerance) {
    expected.assertClose(
        name,
        actual.getShape().getShape(),
        Scope.floats(actual, scope),
        tolerance * expected.scale());
  }
}
