package io.pentimento.inpaint;

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
    return plan.finish(
        noise(plan.width(), plan.height(), BufferedImage.TYPE_INT_RGB, requests.size()));
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
