package io.pentimento.inpaint;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.pentimento.LatentRequest;
import io.pentimento.PictureChain;
import io.pentimento.sampling.LatentPlan;
import io.pentimento.sampling.LatentSpace;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Makes noise of every request, finished as its plan says, and records what was asked. */
final class StandInLink implements PictureChain.Link {
  private final LatentSpace space;
  private final List<Inpaint> requests = new ArrayList<>();

  StandInLink(LatentSpace space) {
    this.space = space;
  }

  List<Inpaint> requests() {
    return requests;
  }

  @Override
  public BufferedImage make(LatentRequest request) {
    requests.add((Inpaint) request);
    LatentPlan plan = request.plan(space);
    return finish(
        plan,
        space,
        noise(plan.width(), plan.height(), BufferedImage.TYPE_INT_RGB, requests.size()));
  }

  /** Returns what a plan makes of a decoded picture, where the encoder is a stand-in, too. */
  static BufferedImage finish(LatentPlan plan, LatentSpace space, BufferedImage decoded) {
    int factor = space.factor();
    long[] shape = {1, space.channels(), plan.height() / factor, plan.width() / factor};
    try (NDManager run = NDManager.newBaseManager()) {
      PoolingContext context =
          new PoolingContext(run, space, new float[space.channels()][3], 1, shape);
      return plan.open(context).finish(run.zeros(new Shape(shape))).apply(decoded, 0);
    }
  }

  static BufferedImage noise(int width, int height, int type, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, random.nextInt());
      }
    }
    return image;
  }
}
