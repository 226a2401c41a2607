package io.pentimento.inpaint;

import ai.djl.ndarray.NDArray;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.image.ResizeMode;
import io.pentimento.sampling.Conventions;
import io.pentimento.sampling.LatentContext;
import io.pentimento.sampling.LatentPlan;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.LatentUpscale;
import io.pentimento.sampling.MaskedPictureChannels;
import io.pentimento.sampling.PlannedLatent;
import java.util.Optional;

/**
 * Repaints the masked part of a picture.
 *
 * @param request what was asked
 * @param size the size that the model works at
 * @param working the picture and mask that the model works on
 * @param picture the working picture after its masked content was replaced, as it is encoded
 */
record InpaintPlan(Inpaint request, ImageSize size, WorkingPicture working, Pixels picture)
    implements LatentPlan {
  static InpaintPlan of(Inpaint request, LatentSpace space) {
    MaskedPictureChannels.areTakenBy(space);
    ImageSize size = request.size().orElseGet(() -> defaultSize(request, space));
    space.check(size);
    ImageSize encoded = request.latentUpscale() ? ownSize(request, space) : size;
    WorkingPicture working = WorkingPicture.of(request, size, encoded);
    return new InpaintPlan(request, size, working, working.withContent(request.maskedContent()));
  }

  private static ImageSize defaultSize(Inpaint request, LatentSpace space) {
    return request.area() instanceof InpaintArea.OnlyMasked
        ? new ImageSize(space.nativeSide(), space.nativeSide())
        : ownSize(request, space);
  }

  private static ImageSize ownSize(Inpaint request, LatentSpace space) {
    return new ImageSize(
        onGrid(request.image().getWidth(), space.factor()),
        onGrid(request.image().getHeight(), space.factor()));
  }

  private static int onGrid(int side, int factor) {
    return Math.max(1, Math.round(side / (float) factor)) * factor;
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
  public Pixels laidOut(Pixels other, ResizeMode mode) {
    return working.laidOut(other, mode, request, size);
  }

  @Override
  public boolean startsFromPicture() {
    return true;
  }

  /** Returns the picture as it is, whatever its masked part is to be replaced with. */
  @Override
  public Pixels startingPicture() {
    return ResizeMode.JUST_RESIZE.resize(working.pixels(), width(), height());
  }

  @Override
  public Optional<Pixels> repainted() {
    return Optional.of(working.mask().pixels());
  }

  /** Returns what becomes of the pictures where it does not depend on their latents. */
  RepaintedPictures pictures() {
    return pictures(Optional.empty());
  }

  /** Returns what becomes of the pictures, of which only what changed shows if that is given. */
  RepaintedPictures pictures(Optional<SoftChange> change) {
    return new RepaintedPictures(
        request.compose(),
        request.colourCorrection() ? Optional.of(picture) : Optional.empty(),
        working.overlay(),
        working.mask(),
        change);
  }

  @Override
  public PlannedLatent open(LatentContext context) {
    if (request.softInpainting().isPresent()) {
      return openSoft(context, request.softInpainting().get());
    }
    return context.conventions() == Conventions.DIFFUSERS
        ? openRenoised(context)
        : openBlended(context);
  }

  private PlannedLatent openBlended(LatentContext context) {
    float[] repaint = masks().forBlending(working.latentMask(), latentSize(context));
    NDArray repaintMask = plane(context, repaint);
    NDArray keepMask = plane(context, complement(repaint));
    NDArray source = source(context, repaintMask, keepMask);
    return new MaskedLatent(
        source, repaintMask, source.mul(keepMask), extraChannels(context), pictures());
  }

  /** Returns the clean latent that is started from, after masked content. */
  private NDArray source(LatentContext context, NDArray repaint, NDArray keep) {
    NDArray encoded = encoded(context);
    return switch (request.maskedContent()) {
      case ORIGINAL, FILL -> encoded;
      case LATENT_NOISE -> encoded.mul(keep).add(context.noise().mul(repaint));
      case LATENT_NOTHING -> encoded.mul(keep);
    };
  }

  private NDArray encoded(LatentContext context) {
    NDArray encoded = context.encode(picture.toImage());
    ImageSize latent = latentSize(context);
    return picture.size().equals(size)
        ? encoded
        : LatentUpscale.BILINEAR.resize(encoded, latent.height(), latent.width());
  }

  /**
   * Soft inpainting is an estimate's blend in both conventions; diffusers has none of its own. At
   * full strength it starts there from noise alone, as other requests do.
   */
  private PlannedLatent openSoft(LatentContext context, SoftInpainting soft) {
    float[] repaint = masks().forBlending(working.latentMask(), latentSize(context));
    NDArray init = source(context, plane(context, repaint), plane(context, complement(repaint)));
    context.noise();
    boolean diffusers = context.conventions() == Conventions.DIFFUSERS;
    return new SoftLatent(
        this,
        new SoftBlend(soft, init, repaint),
        diffusers && fromNoiseAlone() ? Optional.empty() : Optional.of(init),
        extraChannels(context));
  }

  private boolean fromNoiseAlone() {
    return request.denoisingStrength() == 1;
  }

  /**
   * The way of diffusers: models made for inpainting keep what is not masked by themselves, others
   * get it back after each step; at full strength the picture is not looked at where that makes it
   * needless. Draws of noise come in its order.
   */
  private PlannedLatent openRenoised(LatentContext context) {
    if (MaskedPictureChannels.areTakenBy(context.space())) {
      Optional<NDArray> source =
          fromNoiseAlone() ? Optional.empty() : Optional.of(encoded(context));
      // Drawn now, since the hidden picture draws next.
      context.noise();
      return new ShownLatent(source, extraChannels(context), pictures());
    }
    float[] repaint = masks().forConditioning(working.latentMask(), context.space().factor());
    NDArray init = encoded(context);
    NDArray keep = plane(context, complement(repaint));
    return new RenoisedLatent(
        fromNoiseAlone() ? Optional.empty() : Optional.of(init),
        plane(context, repaint),
        init.mul(keep),
        context.noise().mul(keep),
        pictures());
  }

  private LatentMask masks() {
    return new LatentMask(request.softInpainting().isPresent());
  }

  private ImageSize latentSize(LatentContext context) {
    int factor = context.space().factor();
    return new ImageSize(width() / factor, height() / factor);
  }

  private NDArray plane(LatentContext context, float[] values) {
    ImageSize latent = latentSize(context);
    return context.array(values, 1, 1, latent.height(), latent.width());
  }

  private static float[] complement(float[] mask) {
    float[] rest = new float[mask.length];
    for (int i = 0; i < rest.length; i++) {
      rest[i] = 1 - mask[i];
    }
    return rest;
  }

  private Optional<NDArray> extraChannels(LatentContext context) {
    if (!MaskedPictureChannels.areTakenBy(context.space())) {
      return Optional.empty();
    }
    NDArray mask =
        plane(context, masks().forConditioning(working.mask(), context.space().factor()));
    NDArray shown = context.array(shownPixels(), 1, 3, height(), width());
    return Optional.of(MaskedPictureChannels.of(mask, context.encode(shown)));
  }

  /**
   * Returns the picture in [-1, 1], channel by channel, its masked part greyed out as far as the
   * request says.
   */
  private float[] shownPixels() {
    float[] hidden = masks().ofPixels(working.mask());
    float weight = (float) request.conditioningMaskStrength();
    byte[] samples = ResizeMode.JUST_RESIZE.resize(picture, width(), height()).samples();
    float[] values = new float[3 * hidden.length];
    for (int i = 0; i < hidden.length; i++) {
      float visible = 1 - weight * hidden[i];
      for (int c = 0; c < 3; c++) {
        values[c * hidden.length + i] = ((samples[3 * i + c] & 0xff) / 255f * 2 - 1) * visible;
      }
    }
    return values;
  }
}
