package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.image.ImageSize;
import io.pentimento.internal.Scope;
import io.pentimento.sampling.Conventions;
import io.pentimento.sampling.LatentContext;
import io.pentimento.sampling.LatentPlan;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.testing.TestEngine;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;

/** A run without a model: every picture is encoded to zeros. */
record BlankContext(Scope scope, LatentSpace space) implements LatentContext {
  /** Returns what a plan makes of a decoded picture. */
  static BufferedImage finish(LatentPlan plan, LatentSpace space, BufferedImage decoded) {
    try (Scope scope = TestEngine.open("blank")) {
      BlankContext context = new BlankContext(scope, space);
      NDArray latent = context.zeros(plan.width(), plan.height());
      return plan.open(context).finish(latent).apply(decoded, 0);
    }
  }

  private NDArray zeros(int width, int height) {
    int rows = height / space.factor();
    int columns = width / space.factor();
    return array(new float[space.channels() * rows * columns], 1, space.channels(), rows, columns);
  }

  @Override
  public Conventions conventions() {
    return Conventions.WEBUI;
  }

  @Override
  public int batch() {
    return 1;
  }

  @Override
  public NDArray noise() {
    throw new UnsupportedOperationException("There is no noise without a model.");
  }

  @Override
  public NDArray encode(BufferedImage picture) {
    ImageSize size = ImageSize.of(picture);
    return zeros(size.width(), size.height());
  }

  @Override
  public NDArray encodeUnscaled(BufferedImage picture) {
    return encode(picture);
  }

  @Override
  public NDArray encode(NDArray pixels) {
    long[] shape = pixels.getShape().getShape();
    return zeros(Math.toIntExact(shape[3]), Math.toIntExact(shape[2]));
  }

  @Override
  public Optional<NDArray> previous() {
    return Optional.empty();
  }

  @Override
  public List<BufferedImage> decode(NDArray latents) {
    throw new UnsupportedOperationException("There is no decoder without a model.");
  }

  @Override
  public NDArray array(float[] values, long... shape) {
    return scope.array(values, shape);
  }
}
