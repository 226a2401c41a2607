package io.pentimento.inpaint;

import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.sampling.LatentSpace;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

/** The WebUI's "Outpainting mk2": left, right, up, down, each from the picture before. */
final class SidesInTurn {
  private final Outpaint request;
  private final OutpaintMode.NoiseMatched mode;
  private final LatentSpace space;
  private final ExtendedPicture extended;

  SidesInTurn(Outpaint request, OutpaintMode.NoiseMatched mode, LatentSpace space) {
    this.request = request;
    this.mode = mode;
    this.space = space;
    Pixels original = Pixels.of(request.image());
    Margins margins = WebuiMargins.of(request.margins(), original.size());
    this.extended = ExtendedPicture.of(original, request.background(), margins);
  }

  OutpaintChain chain() {
    ImageSize size = extended.original().size();
    // Where the picture lies in the result while the left and upper sides have not grown yet.
    int left = extended.margins().left();
    int up = extended.margins().up();
    List<OutpaintPass> passes = new ArrayList<>();
    Mask repainted = extended.surroundings();
    for (GrowingSide side : GrowingSide.values()) {
      int growth = side.of(extended.margins());
      if (growth > 0) {
        NoiseMatchedSide pass = pass(side, growth, size);
        left = side == GrowingSide.LEFT ? 0 : left;
        up = side == GrowingSide.UP ? 0 : up;
        repainted = repainted.union(placed(pass, left, up));
        passes.add(pass);
        size = pass.result();
      }
    }
    return new OutpaintChain(request, passes, extended, repainted);
  }

  /** Returns what a side may change, in the coordinates of the result. */
  private Mask placed(NoiseMatchedSide pass, int left, int up) {
    Pixels onCanvas =
        new PicturePart(pass.crop())
            .in(pass.mask().size(), pass.repaint().blurred(), 0, 0)
            .pixels()
            .crop(new Rectangle(pass.result().width(), pass.result().height()));
    return Mask.of(onCanvas.onCanvas(extended.size(), left, up));
  }

  private NoiseMatchedSide pass(GrowingSide side, int growth, ImageSize size) {
    ImageSize result = side.grown(size, growth);
    ImageSize canvas = WebuiMargins.rounded(result);
    int border = mode.maskBlur();
    Mask mask = keeping(canvas, side.kept(growth + border, canvas, result));
    ImageSize working = working(side, result, canvas);
    requireRoom(side, growth, working);
    Mask latentMask = keeping(working, side.kept(growth + 2 * border, working, result));
    requireWork(side, mask, result);
    Rectangle crop = side.crop(canvas, working);
    Repaint repaint =
        new Repaint(
            Mask.of(mask.pixels().crop(crop)),
            sideways(request.margins().left(), request.margins().right()),
            sideways(request.margins().up(), request.margins().down()),
            latentMask,
            MaskedContent.ORIGINAL,
            request.denoisingStrength(),
            Compose.overlay());
    MatchedNoise noise = new MatchedNoise(mode.falloff(), mode.colourVariation());
    return new NoiseMatchedSide(request, side.origin(growth), result, mask, crop, repaint, noise);
  }

  private double sideways(int before, int after) {
    return before + after > 0 ? 4.0 * mode.maskBlur() : 0;
  }

  /** Along the growing axis as long as asked, on the latent grid; across, all of the picture. */
  private ImageSize working(GrowingSide side, ImageSize result, ImageSize canvas) {
    ImageSize asked =
        request.size().orElseGet(() -> new ImageSize(space.nativeSide(), space.nativeSide()));
    ImageSize working =
        side.isHorizontal()
            ? new ImageSize(onGrid(Math.min(asked.width(), result.width())), canvas.height())
            : new ImageSize(canvas.width(), onGrid(Math.min(asked.height(), result.height())));
    space.check(working);
    return working;
  }

  private int onGrid(int length) {
    return Math.max(1, length / space.factor()) * space.factor();
  }

  private void requireRoom(GrowingSide side, int growth, ImageSize working) {
    int length = side.isHorizontal() ? working.width() : working.height();
    if (length < growth + 2 * mode.maskBlur()) {
      throw new IllegalArgumentException(
          ("matchedNoise() must see %d pixels of the picture beside what it adds, but it works on"
               + " %d pixels and adds %d on the side %s. Ask for fewer pixels, a smaller maskBlur"
               + " or a larger size, or use smooth().")
              .formatted(2 * mode.maskBlur(), length, growth, side));
    }
  }

  private static void requireWork(GrowingSide side, Mask mask, ImageSize result) {
    Rectangle shown = new Rectangle(result.width(), result.height());
    if (Mask.of(mask.pixels().crop(shown)).isEmpty()) {
      throw new IllegalArgumentException(
          ("matchedNoise() keeps the first pixel beyond the edge, as the WebUI does, so that it has"
                  + " nothing to do on the side %s, which grows by 1. Ask for more pixels, or use"
                  + " smooth().")
              .formatted(side));
    }
  }

  private static Mask keeping(ImageSize size, Rectangle kept) {
    return Mask.rectangle(size, kept).invert();
  }
}
