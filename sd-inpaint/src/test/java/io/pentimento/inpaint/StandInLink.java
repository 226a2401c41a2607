package io.pentimento.inpaint;

import io.pentimento.LatentRequest;
import io.pentimento.PictureChain;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.sampling.LatentPlan;
import io.pentimento.sampling.LatentSpace;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Makes noise of every request, joined with its picture as it says, and records what was asked. */
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
    Inpaint inpaint = (Inpaint) request;
    requests.add(inpaint);
    LatentPlan plan = inpaint.plan(space);
    ImageSize size = new ImageSize(plan.width(), plan.height());
    Overlay overlay = WorkingPicture.of(inpaint, size, size).overlay();
    Pixels generated =
        Pixels.of(noise(plan.width(), plan.height(), BufferedImage.TYPE_INT_RGB, requests.size()));
    return Composition.of(inpaint.compose()).of(overlay, generated).toImage();
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
