package io.pentimento.inpaint;

import io.pentimento.image.Compositing;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.image.ResizeMode;
import java.awt.Rectangle;
import java.util.Optional;

/**
 * A picture and its mask at the size the model works at, and the way back.
 *
 * @param pixels what the model is given, RGB
 * @param mask what it repaints, of the same size
 * @param overlay what goes over the result
 */
record WorkingPicture(Pixels pixels, Mask mask, Overlay overlay) {
  private static final int WHITE = 0xffffff;

  /** Prepares a request's picture for a working size. */
  static WorkingPicture of(Inpaint request, ImageSize working) {
    Pixels original = Pixels.of(request.image());
    Mask mask = request.blurredMask();
    if (request.area() instanceof InpaintArea.OnlyMasked onlyMasked) {
      return onlyMasked(original, mask, onlyMasked.padding(), working);
    }
    return request.resizeMode().isPresent()
        ? resized(original, mask, request.resizeMode().get(), working)
        : wholePicture(original, mask, working);
  }

  /** The picture keeps its size: what is generated at the working size is resized back. */
  private static WorkingPicture wholePicture(Pixels original, Mask mask, ImageSize working) {
    Pixels flat = Compositing.flatten(original, WHITE);
    return new WorkingPicture(
        ResizeMode.JUST_RESIZE.resize(flat, working.width(), working.height()),
        mask.resize(working),
        Overlay.of(original, flat, Overlay.doubled(mask), Optional.empty()));
  }

  /** The picture is first brought to the working size, and stays there. */
  private static WorkingPicture resized(
      Pixels original, Mask mask, ResizeMode mode, ImageSize working) {
    Pixels flat =
        mode.resize(Compositing.flatten(original, WHITE), working.width(), working.height());
    Mask resizedMask = resize(mask, mode, working);
    Pixels kept = flat;
    if (original.channels() == 4) {
      kept =
          Compositing.withAlpha(
              flat, mode.resize(original.channel(3), working.width(), working.height()).grey());
    }
    return new WorkingPicture(
        flat, resizedMask, Overlay.of(kept, flat, Overlay.doubled(resizedMask), Optional.empty()));
  }

  private static WorkingPicture onlyMasked(
      Pixels original, Mask mask, int padding, ImageSize working) {
    Rectangle crop = crop(mask, padding, working);
    Pixels flat = Compositing.flatten(original, WHITE);
    return new WorkingPicture(
        ResizeMode.RESIZE_AND_FILL.resize(flat.crop(crop), working.width(), working.height()),
        resize(Mask.of(mask.pixels().crop(crop)), ResizeMode.RESIZE_AND_FILL, working),
        Overlay.of(original, flat, mask, Optional.of(crop)));
  }

  private static Rectangle crop(Mask mask, int padding, ImageSize working) {
    return CropRegion.of(mask.boundingBox().orElseThrow())
        .padded(padding, mask.size())
        .expandedTo(working, mask.size())
        .toRectangle();
  }

  private static Mask resize(Mask mask, ResizeMode mode, ImageSize size) {
    return Mask.of(mode.resize(mask.pixels(), size.width(), size.height()).grey());
  }

  /** Returns the picture with its masked part replaced as a model is to find it. */
  Pixels withContent(MaskedContent content) {
    return content == MaskedContent.ORIGINAL ? pixels : ContentFill.fill(pixels, mask);
  }
}
