package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.model.Autoencoder;
import io.pentimento.model.TensorSource;
import io.pentimento.model.Weights;
import io.pentimento.testing.RandomTensors;

/**
 * {@link TinyModel}'s autoencoder with quiet residual branches and attention, as training makes
 * them: what it draws at a place depends mostly on the latent there, and smoothly.
 */
final class CalmVae {
  private static final float QUIET = 0.05f;

  /** What is left of a 3×3 kernel: mostly its middle. */
  private static final float[] FOCUS = {.2f, .2f, .2f, .2f, 2.5f, .2f, .2f, .2f, .2f};

  private CalmVae() {}

  static Autoencoder open(Scope scope) throws ModelFormatException {
    NumberType type = NumberType.FLOAT32;
    return new Autoencoder(
        TinyModel.vae(),
        new Weights(new Calm(new RandomTensors(scope, type, 3), scope.array(FOCUS, 1, 1, 3, 3))),
        type);
  }

  private record Calm(RandomTensors values, NDArray focus) implements TensorSource {
    @Override
    public boolean has(String name) {
      return false;
    }

    @Override
    public NDArray tensor(String name, long... shape) {
      NDArray tensor = values.tensor(name, shape);
      if (name.endsWith("conv2.weight") || name.endsWith("to_out.0.weight")) {
        return tensor.mul(QUIET);
      }
      return shape.length == 4 && shape[2] == 3 ? tensor.mul(focus) : tensor;
    }

    @Override
    public void finish() {}
  }
}
