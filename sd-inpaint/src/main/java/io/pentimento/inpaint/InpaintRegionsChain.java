package io.pentimento.inpaint;

import io.pentimento.PictureChain;
import io.pentimento.image.ImageSize;
import io.pentimento.sampling.LatentPlan;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.Seeds;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * The regions of a picture, one after the other.
 *
 * @param request what was asked
 * @param size the size that the network works at for the first region
 */
record InpaintRegionsChain(InpaintRegions request, ImageSize size) implements PictureChain {
  /** Plans every region on the picture as it is, which shows what does not suit the model. */
  static InpaintRegionsChain of(InpaintRegions request, LatentSpace space) {
    List<ImageSize> sizes = new ArrayList<>();
    for (InpaintRegion region : request.regions()) {
      LatentPlan plan = request.inpaint(region, request.image(), request.sampling()).plan(space);
      sizes.add(new ImageSize(plan.width(), plan.height()));
    }
    return new InpaintRegionsChain(request, sizes.get(0));
  }

  @Override
  public int links() {
    return request.regions().size();
  }

  @Override
  public BufferedImage make(Seeds seeds, Link link) {
    BufferedImage picture = request.image();
    for (int i = 0; i < links(); i++) {
      InpaintRegion region = request.regions().get(i);
      Seeds own = seeds.withFirst(region.seed().orElse(seeds.first() + i));
      Sampling one = request.sampling().withSeeds(own).withBatch(1);
      picture = link.make(request.inpaint(region, picture, one));
    }
    return picture;
  }
}
