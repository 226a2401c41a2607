package io.pentimento.inpaint;

import ai.djl.ndarray.NDArray;
import io.pentimento.image.ColourCorrection;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.sampling.Conventions;
import io.pentimento.sampling.LatentContext;
import io.pentimento.sampling.LatentPlan;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.MaskedPictureChannels;
import io.pentimento.sampling.PlannedLatent;
import java.awt.image.BufferedImage;
import java.util.Optional;

/**
 * Repaints the masked part of a picture.
 *
 * @param request what was asked
 * @param working the picture and mask that the model works on
 * @param picture the working picture after its masked content was replaced, as it is encoded
 */
record InpaintPlan(Inpaint request, WorkingPicture working, Pixels picture) implements LatentPlan {
  static InpaintPlan of(Inpaint request, LatentSpace space) {
    MaskedPictureChannels.areTakenBy(space);
    ImageSize size = request.size().orElseGet(() -> defaultSize(request, space));
    space.check(size);
    WorkingPicture working = WorkingPicture.of(request, size);
    return new InpaintPlan(request, working, working.withContent(request.maskedContent()));
  }

  private static ImageSize defaultSize(Inpaint request, LatentSpace space) {
    if (request.area() instanceof InpaintArea.OnlyMasked) {
      return new ImageSize(space.nativeSide(), space.nativeSide());
    }
    return new ImageSize(
        onGrid(request.image().getWidth(), space.factor()),
        onGrid(request.image().getHeight(), space.factor()));
  }

  private static int onGrid(int side, int factor) {
    return Math.max(1, Math.round(side / (float) factor)) * factor;
  }

  @Override
  public int width() {
    return picture.width();
  }

  @Override
  public int height() {
    return picture.height();
  }

  @Override
  public double denoisingStrength() {
    return request.denoisingStrength();
  }

  @Override
  public PlannedLatent open(LatentContext context) {
    return context.conventions() == Conventions.DIFFUSERS
        ? openRenoised(context)
        : openBlended(context);
  }

  private PlannedLatent openBlended(LatentContext context) {
    int factor = context.space().factor();
    float[] repaint = LatentMask.forBlending(working.mask(), factor);
    float[] keep = complement(repaint);
    NDArray repaintMask = context.array(repaint, 1, 1, height() / factor, width() / factor);
    NDArray keepMask = context.array(keep, 1, 1, height() / factor, width() / factor);
    NDArray encoded = context.encode(picture.toImage());
    NDArray source =
        switch (request.maskedContent()) {
          case ORIGINAL, FILL -> encoded;
          case LATENT_NOISE -> encoded.mul(keepMask).add(context.noise().mul(repaintMask));
          case LATENT_NOTHING -> encoded.mul(keepMask);
        };
    return new MaskedLatent(source, repaintMask, source.mul(keepMask), extraChannels(context));
  }

  /**
   * The way of diffusers: models made for inpainting keep what is not masked by themselves, others
   * get it back after each step; at full strength the picture is not looked at where that makes it
   * needless. Draws of noise come in its order.
   */
  private PlannedLatent openRenoised(LatentContext context) {
    boolean fromNoiseAlone = request.denoisingStrength() == 1;
    if (MaskedPictureChannels.areTakenBy(context.space())) {
      Optional<NDArray> source =
          fromNoiseAlone ? Optional.empty() : Optional.of(context.encode(picture.toImage()));
      // Drawn now, since the hidden picture draws next.
      context.noise();
      return new ShownLatent(source, extraChannels(context));
    }
    int factor = context.space().factor();
    float[] repaint = LatentMask.forConditioning(working.mask(), factor);
    NDArray init = context.encode(picture.toImage());
    NDArray keep = context.array(complement(repaint), 1, 1, height() / factor, width() / factor);
    return new RenoisedLatent(
        fromNoiseAlone ? Optional.empty() : Optional.of(init),
        context.array(repaint, 1, 1, height() / factor, width() / factor),
        init.mul(keep),
        context.noise().mul(keep));
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
    int factor = context.space().factor();
    NDArray mask =
        context.array(
            LatentMask.forConditioning(working.mask(), factor),
            1,
            1,
            height() / factor,
            width() / factor);
    NDArray shown = context.array(shownPixels(), 1, 3, height(), width());
    return Optional.of(MaskedPictureChannels.of(mask, context.encode(shown)));
  }

  /**
   * Returns the picture in [-1, 1], channel by channel, its masked part greyed out as far as the
   * request says.
   */
  private float[] shownPixels() {
    float[] hidden = LatentMask.ofPixels(working.mask());
    float weight = (float) request.conditioningMaskStrength();
    byte[] samples = picture.samples();
    float[] values = new float[3 * hidden.length];
    for (int i = 0; i < hidden.length; i++) {
      float visible = 1 - weight * hidden[i];
      for (int c = 0; c < 3; c++) {
        values[c * hidden.length + i] = ((samples[3 * i + c] & 0xff) / 255f * 2 - 1) * visible;
      }
    }
    return values;
  }

  @Override
  public BufferedImage finish(BufferedImage decoded) {
    Pixels generated = Pixels.of(decoded).rgb();
    if (request.colourCorrection()) {
      generated = ColourCorrection.towards(picture).apply(generated);
    }
    return working.overlay().over(generated).toImage();
  }
}
