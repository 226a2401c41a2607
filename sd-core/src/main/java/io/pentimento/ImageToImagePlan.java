package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.image.ColourCorrection;
import io.pentimento.image.Compositing;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.image.ResizeMode;
import io.pentimento.sampling.LatentContext;
import io.pentimento.sampling.LatentPlan;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.LatentUpscale;
import io.pentimento.sampling.MaskedPictureChannels;
import io.pentimento.sampling.PictureFinish;
import io.pentimento.sampling.PlannedLatent;
import java.awt.image.BufferedImage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts from the latent of a picture. */
final class ImageToImagePlan implements LatentPlan {
  private final ImageToImage request;

  /** The size of what is encoded. */
  private final ImageSize encoded;

  /** The size that the network works at; another than {@link #encoded} stretches the latent. */
  private final ImageSize size;

  /**
   * The picture as the encoder sees it. It is made when it is first asked for, since an upscaler
   * may be at work for long, and a plan is made before a run begins.
   */
  private @Nullable Pixels picture;

  private ImageToImagePlan(ImageToImage request, ImageSize encoded, ImageSize size) {
    this.request = request;
    this.encoded = encoded;
    this.size = size;
  }

  static ImageToImagePlan of(ImageToImage request, LatentSpace space) {
    if (!space.editsPictures()) {
      MaskedPictureChannels.areTakenBy(space);
    }
    ImageSize own = ImageSize.of(request.image());
    ImageSize size = request.size().orElseGet(() -> onGrid(own.scaled(request.scale()), space));
    space.check(size);
    return new ImageToImagePlan(request, request.latentUpscale() ? onGrid(own, space) : size, size);
  }

  private static ImageSize onGrid(ImageSize size, LatentSpace space) {
    int factor = space.factor();
    return new ImageSize(
        Math.max(1, size.width() / factor) * factor, Math.max(1, size.height() / factor) * factor);
  }

  /** Returns the picture as the encoder sees it, RGB. */
  Pixels picture() {
    Pixels made = picture;
    if (made == null) {
      Pixels flat = Compositing.flatten(Pixels.of(request.image()), request.background());
      int width = encoded.width();
      int height = encoded.height();
      made =
          request
              .upscaler()
              .map(upscaler -> request.resizeMode().resize(flat, width, height, upscaler))
              .orElseGet(() -> request.resizeMode().resize(flat, width, height));
      picture = made;
    }
    return made;
  }

  /** Returns what gives new pictures the colours of the one they start from, if that is asked. */
  Optional<ColourCorrection> colours() {
    return request.colourCorrection()
        ? Optional.of(ColourCorrection.towards(picture()))
        : Optional.empty();
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
  public double denoisingStrength() {
    return request.denoisingStrength();
  }

  @Override
  public boolean startsFromPicture() {
    return true;
  }

  @Override
  public Pixels startingPicture() {
    return ResizeMode.JUST_RESIZE.resize(picture(), width(), height());
  }

  /** A picture of the request's own size is brought to shape as that one is. */
  @Override
  public Pixels laidOut(Pixels picture, ResizeMode mode) {
    boolean alike = picture.size().equals(ImageSize.of(request.image()));
    return (alike ? request.resizeMode() : mode).resize(picture, width(), height());
  }

  @Override
  public PlannedLatent open(LatentContext context) {
    BufferedImage shown = picture().toImage();
    int factor = context.space().factor();
    NDArray source = fitted(context.encode(shown), factor);
    PictureFinish finish = (decoded, index) -> finished(decoded);
    return context.space().editsPictures()
        ? PlannedLatent.edited(source, fitted(context.encodeUnscaled(shown), factor), finish)
        : PlannedLatent.fromSource(context, source, width(), height(), finish);
  }

  private NDArray fitted(NDArray latent, int factor) {
    return encoded.equals(size)
        ? latent
        : LatentUpscale.BILINEAR.resize(latent, height() / factor, width() / factor);
  }

  /** Returns a decoded picture in the colours that are asked for. */
  BufferedImage finished(BufferedImage decoded) {
    return colours()
        .map(correction -> correction.apply(Pixels.of(decoded)).toImage())
        .orElse(decoded);
  }
}
