package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.image.ColourCorrection;
import io.pentimento.image.Compositing;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.sampling.LatentContext;
import io.pentimento.sampling.LatentPlan;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.LatentUpscale;
import io.pentimento.sampling.MaskedPictureChannels;
import io.pentimento.sampling.PlannedLatent;
import java.awt.image.BufferedImage;
import java.util.Optional;

/**
 * Starts from the latent of a picture.
 *
 * @param picture the picture as the encoder sees it, RGB
 * @param size the size that the network works at; another than the picture's stretches its latent
 * @param denoisingStrength how much of it is replaced, in [0, 1]
 * @param colours what gives the new picture the colours of this one, where that is asked for
 */
record ImageToImagePlan(
    BufferedImage picture,
    ImageSize size,
    double denoisingStrength,
    Optional<ColourCorrection> colours)
    implements LatentPlan {
  static ImageToImagePlan of(ImageToImage request, LatentSpace space) {
    if (!space.editsPictures()) {
      MaskedPictureChannels.areTakenBy(space);
    }
    ImageSize own = onGrid(ImageSize.of(request.image()), space);
    ImageSize size = request.size().orElse(own);
    space.check(size);
    ImageSize encoded = request.latentUpscale() ? own : size;
    Pixels flat = Compositing.flatten(Pixels.of(request.image()), request.background());
    Pixels resized = request.resizeMode().resize(flat, encoded.width(), encoded.height());
    return new ImageToImagePlan(
        resized.toImage(),
        size,
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
    return size.width();
  }

  @Override
  public int height() {
    return size.height();
  }

  @Override
  public PlannedLatent open(LatentContext context) {
    int factor = context.space().factor();
    NDArray source = fitted(context.encode(picture), factor);
    if (context.space().editsPictures()) {
      return PlannedLatent.edited(source, fitted(context.encodeUnscaled(picture), factor));
    }
    return PlannedLatent.fromSource(context, source, width(), height());
  }

  private NDArray fitted(NDArray latent, int factor) {
    return ImageSize.of(picture).equals(size)
        ? latent
        : LatentUpscale.BILINEAR.resize(latent, height() / factor, width() / factor);
  }

  @Override
  public BufferedImage finish(BufferedImage decoded) {
    return colours
        .map(correction -> correction.apply(Pixels.of(decoded)).toImage())
        .orElse(decoded);
  }
}
