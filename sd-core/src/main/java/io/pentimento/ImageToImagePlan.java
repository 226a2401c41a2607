package io.pentimento;

import io.pentimento.image.ColourCorrection;
import io.pentimento.image.Compositing;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.sampling.LatentContext;
import io.pentimento.sampling.LatentPlan;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.MaskedPictureChannels;
import io.pentimento.sampling.PlannedLatent;
import java.awt.image.BufferedImage;
import java.util.Optional;

/**
 * Starts from the latent of a picture.
 *
 * @param picture the picture as the network sees it, RGB, at the size it works at
 * @param denoisingStrength how much of it is replaced, in [0, 1]
 * @param colours what gives the new picture the colours of this one, where that is asked for
 */
record ImageToImagePlan(
    BufferedImage picture, double denoisingStrength, Optional<ColourCorrection> colours)
    implements LatentPlan {
  static ImageToImagePlan of(ImageToImage request, LatentSpace space) {
    MaskedPictureChannels.areTakenBy(space);
    ImageSize size = request.size().orElseGet(() -> onGrid(ImageSize.of(request.image()), space));
    space.check(size);
    Pixels flat = Compositing.flatten(Pixels.of(request.image()), request.background());
    Pixels resized = request.resizeMode().resize(flat, size.width(), size.height());
    return new ImageToImagePlan(
        resized.toImage(),
        request.denoisingStrength(),
        request.colourCorrection()
            ? Optional.of(ColourCorrection.towards(resized))
            : Optional.empty());
  }

  private static ImageSize onGrid(ImageSize size, LatentSpace space) {
    int factor = space.factor();
    return new ImageSize(
        Math.max(1, size.width() / factor) * factor, Math.max(1, size.height() / factor) * factor);
  }

  @Override
  public int width() {
    return picture.getWidth();
  }

  @Override
  public int height() {
    return picture.getHeight();
  }

  @Override
  public PlannedLatent open(LatentContext context) {
    return PlannedLatent.fromSource(context, context.encode(picture), width(), height());
  }

  @Override
  public BufferedImage finish(BufferedImage decoded) {
    return colours
        .map(correction -> correction.apply(Pixels.of(decoded)).toImage())
        .orElse(decoded);
  }
}
