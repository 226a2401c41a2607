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
  /**
   * A picture before it is brought to the working size.
   *
   * @param original as the caller gave it
   * @param flat without alpha
   * @param shown what the model starts from: {@code flat}, with a sketch's strokes on it
   * @param mask what it repaints
   */
  private record Source(Pixels original, Pixels flat, Pixels shown, Mask mask) {
    static Source of(Inpaint request) {
      Pixels original = Pixels.of(request.image());
      Pixels flat = Compositing.flatten(original, request.background());
      Pixels shown =
          request
              .sketch()
              .map(sketch -> sketch.over(flat, request.maskBlur(), request.background()))
              .orElse(flat);
      return new Source(original, flat, shown, request.blurredMask());
    }
  }

  /** Prepares a request's picture for a working size. */
  static WorkingPicture of(Inpaint request, ImageSize working) {
    Source source = Source.of(request);
    if (request.area() instanceof InpaintArea.OnlyMasked onlyMasked) {
      return onlyMasked(source, onlyMasked.padding(), working);
    }
    return request.resizeMode().isPresent()
        ? resized(source, request.resizeMode().get(), working)
        : wholePicture(source, working);
  }

  /** The picture keeps its size: what is generated at the working size is resized back. */
  private static WorkingPicture wholePicture(Source source, ImageSize working) {
    return new WorkingPicture(
        ResizeMode.JUST_RESIZE.resize(source.shown(), working.width(), working.height()),
        source.mask().resize(working),
        Overlay.of(
            source.original(), source.shown(), Overlay.doubled(source.mask()), Optional.empty()));
  }

  /** The picture is first brought to the working size, and stays there. */
  private static WorkingPicture resized(Source source, ResizeMode mode, ImageSize working) {
    Pixels shown = mode.resize(source.shown(), working.width(), working.height());
    Mask mask = resize(source.mask(), mode, working);
    Pixels kept = kept(source, mode, working);
    return new WorkingPicture(
        shown, mask, Overlay.of(kept, shown, Overlay.doubled(mask), Optional.empty()));
  }

  /** Returns what shows where nothing is repainted; at its own size, the picture as it was. */
  private static Pixels kept(Source source, ResizeMode mode, ImageSize working) {
    Pixels original = source.original();
    if (original.size().equals(working)) {
      return original;
    }
    Pixels resized = mode.resize(source.flat(), working.width(), working.height());
    return original.channels() == 4
        ? Compositing.withAlpha(
            resized, mode.resize(original.channel(3), working.width(), working.height()).grey())
        : resized;
  }

  private static WorkingPicture onlyMasked(Source source, int padding, ImageSize working) {
    Mask mask = source.mask();
    Rectangle crop = crop(mask, padding, working);
    Pixels shown = source.shown();
    return new WorkingPicture(
        ResizeMode.RESIZE_AND_FILL.resize(shown.crop(crop), working.width(), working.height()),
        resize(Mask.of(mask.pixels().crop(crop)), ResizeMode.RESIZE_AND_FILL, working),
        Overlay.of(source.original(), shown, mask, Optional.of(crop)));
  }

  private static Rectangle crop(Mask mask, int padding, ImageSize working) {
    return CropRegion.of(mask.boundingBox().orElseThrow())
        .padded(padding, mask.size())
        .expandedTo(working, mask.size())
        .toRectangle();
  }

  /** Brings a mask to a size as a picture is. */
  static Mask resize(Mask mask, ResizeMode mode, ImageSize size) {
    return Mask.of(mode.resize(mask.pixels(), size.width(), size.height()).grey());
  }

  /** Returns the picture with its masked part replaced as a model is to find it. */
  Pixels withContent(MaskedContent content) {
    return content == MaskedContent.ORIGINAL ? pixels : ContentFill.fill(pixels, mask);
  }
}
