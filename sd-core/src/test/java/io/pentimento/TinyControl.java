package io.pentimento;

import ai.djl.Device;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.internal.TorchEngine;
import io.pentimento.model.ControlConfig;
import io.pentimento.model.ControlNetwork;
import io.pentimento.model.UNetConfig;
import io.pentimento.model.Weights;
import io.pentimento.testing.RandomTensors;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalInt;

/** A ControlNet with made-up weights that suits {@link TinyModel}. */
public final class TinyControl {
  private TinyControl() {}

  /** Opens a network. */
  public static ControlModel open(String name) {
    return open(name, TinyModel.unet(4), NumberType.FLOAT32);
  }

  /** Opens a network for another U-Net, or in another number type. */
  static ControlModel open(String name, UNetConfig unet, NumberType type) {
    TorchEngine engine = TorchEngine.start(OptionalInt.empty());
    engine.enterThread();
    Scope scope = engine.open("tiny control", Device.cpu());
    ControlConfig config = new ControlConfig(unet, 3, List.of(4, 4, 8, 8), false);
    try {
      Weights weights = new Weights(new RandomTensors(scope, type, 4));
      ControlNetwork network = new ControlNetwork(config, weights, type);
      scope.cap();
      return new ControlModel(name, network, scope);
    } catch (ModelFormatException e) {
      throw new UncheckedIOException(e);
    }
  }
}
