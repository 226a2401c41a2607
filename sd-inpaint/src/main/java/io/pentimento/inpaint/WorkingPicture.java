package io.pentimento.inpaint;

import io.pentimento.image.Compositing;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.image.ResizeMode;
import io.pentimento.sampling.Conventions;
import java.awt.Rectangle;
import java.util.Optional;

/**
 * A picture and its masks at the size the model works at, and the way back.
 *
 * @param pixels what the model starts from, RGB, at the size it is encoded at
 * @param mask what it repaints
 * @param latentMask what of its latent it repaints
 * @param overlay what goes over the result
 */
record WorkingPicture(Pixels pixels, Mask mask, Mask latentMask, Overlay overlay) {
  /**
   * A picture before it is brought to the working size.
   *
   * @param original as the caller gave it
   * @param flat without alpha
   * @param shown what the model starts from: {@code flat}, with a sketch's strokes on it
   * @param mask what it repaints
   * @param latentMask what of its latent it repaints
   * @param doubles whether the whole picture shows no original from half masked on
   */
  private record Source(
      Pixels original, Pixels flat, Pixels shown, Mask mask, Mask latentMask, boolean doubles) {
    static Source of(Inpaint request) {
      Pixels original = Pixels.of(request.image());
      Pixels flat = Compositing.flatten(original, request.background());
      Pixels shown =
          request
              .sketch()
              .map(sketch -> sketch.over(flat, request.maskBlur(), request.background()))
              .orElse(flat);
      Mask mask = request.blurredMask();
      Mask latentMask =
          request.latentMask().map(other -> other.resize(original.size())).orElse(mask);
      boolean doubles = request.sampling().conventions() != Conventions.DIFFUSERS;
      return new Source(original, flat, shown, mask, latentMask, doubles);
    }

    Overlay overlay(Pixels kept, Pixels shown, Mask mask) {
      Overlay overlay = Overlay.of(kept, shown, mask, Optional.empty());
      return doubles ? overlay.doubled() : overlay;
    }
  }

  /**
   * Prepares a request's picture for a working size.
   *
   * @param encoded the size it is encoded at, another only for a latent that is then stretched
   */
  static WorkingPicture of(Inpaint request, ImageSize working, ImageSize encoded) {
    Source source = Source.of(request);
    if (request.area() instanceof InpaintArea.OnlyMasked onlyMasked) {
      return onlyMasked(source, onlyMasked.padding(), working);
    }
    return request.resizeMode().isPresent()
        ? resized(source, request.resizeMode().get(), working, encoded)
        : wholePicture(source, working, encoded);
  }

  /** The picture keeps its size: what is generated at the working size is resized back. */
  private static WorkingPicture wholePicture(Source source, ImageSize working, ImageSize encoded) {
    return new WorkingPicture(
        ResizeMode.JUST_RESIZE.resize(source.shown(), encoded.width(), encoded.height()),
        source.mask().resize(working),
        source.latentMask().resize(working),
        source.overlay(source.original(), source.shown(), source.mask()));
  }

  /** The picture is first brought to the working size, and stays there. */
  private static WorkingPicture resized(
      Source source, ResizeMode mode, ImageSize working, ImageSize encoded) {
    Pixels shown = mode.resize(source.shown(), working.width(), working.height());
    Mask mask = resize(source.mask(), mode, working);
    return new WorkingPicture(
        mode.resize(source.shown(), encoded.width(), encoded.height()),
        mask,
        resize(source.latentMask(), mode, working),
        source.overlay(kept(source, mode, working), shown, mask));
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
        cropped(mask, crop, working),
        cropped(source.latentMask(), crop, working),
        Overlay.of(source.original(), shown, mask, Optional.of(crop)));
  }

  private static Rectangle crop(Mask mask, int padding, ImageSize working) {
    return CropRegion.of(mask.boundingBox().orElseThrow())
        .padded(padding, mask.size())
        .expandedTo(working, mask.size())
        .toRectangle();
  }

  private static Mask cropped(Mask mask, Rectangle crop, ImageSize working) {
    return resize(Mask.of(mask.pixels().crop(crop)), ResizeMode.RESIZE_AND_FILL, working);
  }

  /**
   * Lays out a picture beside the request's: cropped where that is, and brought to shape alike if
   * it has its size.
   *
   * @param mode how a picture of another size is brought to shape
   */
  Pixels laidOut(Pixels other, ResizeMode mode, Inpaint request, ImageSize working) {
    ImageSize own = ImageSize.of(request.image());
    boolean alike = other.size().equals(own);
    if (overlay.crop().isPresent()) {
      Pixels whole = alike ? other : mode.resize(other, own.width(), own.height());
      return ResizeMode.RESIZE_AND_FILL.resize(
          whole.crop(overlay.crop().get()), working.width(), working.height());
    }
    ResizeMode ownMode = request.resizeMode().orElse(ResizeMode.JUST_RESIZE);
    return (alike ? ownMode : mode).resize(other, working.width(), working.height());
  }

  /** Brings a mask to a size as a picture is. */
  static Mask resize(Mask mask, ResizeMode mode, ImageSize size) {
    return Mask.of(mode.resize(mask.pixels(), size.width(), size.height()).grey());
  }

  /** Returns the picture with its masked part replaced as a model is to find it. */
  Pixels withContent(MaskedContent content) {
    return content == MaskedContent.ORIGINAL
        ? pixels
        : ContentFill.fill(pixels, latentMask.resize(pixels.size()));
  }
}
