package io.pentimento.inpaint;

import io.pentimento.PictureChain;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.Seeds;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * An outpainting planned for a model: parts of the picture are repainted one after the other.
 *
 * @param request what was asked
 * @param passes what becomes of the picture, in order
 * @param extended where the original lies in the result
 * @param repainted what may differ from the original, of the result's size
 */
record OutpaintChain(
    Outpaint request, List<OutpaintPass> passes, ExtendedPicture extended, Mask repainted)
    implements PictureChain {
  /** Copies the list. */
  OutpaintChain {
    passes = List.copyOf(passes);
  }

  static OutpaintChain of(Outpaint request, LatentSpace space) {
    OutpaintMode mode = request.mode();
    if (mode instanceof OutpaintMode.NoiseMatched matched) {
      return new SidesInTurn(request, matched, space).chain();
    }
    if (mode instanceof OutpaintMode.Filled filled) {
      return new FilledTiles(request, filled, space).chain();
    }
    return new ZoomPlan(request, space).chain();
  }

  @Override
  public int links() {
    return passes.stream().mapToInt(OutpaintPass::links).sum();
  }

  @Override
  public ImageSize size() {
    return passes.get(0).size();
  }

  @Override
  public BufferedImage make(Seeds seeds, Link link) {
    Pixels picture = extended.flat();
    for (OutpaintPass pass : passes) {
      picture = pass.apply(picture, seeds, link);
    }
    return extended.finish(picture, repainted).toImage();
  }
}
