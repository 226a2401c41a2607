package io.pentimento;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import io.pentimento.image.HiresSize;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.image.Resampling;
import io.pentimento.image.ResizeMode;
import io.pentimento.sampling.LatentContext;
import io.pentimento.sampling.LatentPlan;
import io.pentimento.sampling.LatentUpscale;
import io.pentimento.sampling.PictureFinish;
import io.pentimento.sampling.PlannedLatent;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * The second pass of hires fix: it starts from the first one's picture, enlarged.
 *
 * @param fix the settings
 * @param size what they make of the first pass's size
 */
record HiresPlan(HiresFix fix, HiresSize size) implements LatentPlan {
  @Override
  public int width() {
    return size.finished().width();
  }

  @Override
  public int height() {
    return size.finished().height();
  }

  @Override
  public double denoisingStrength() {
    return fix.denoisingStrength();
  }

  @Override
  public PlannedLatent open(LatentContext context) {
    NDArray first =
        context
            .previous()
            .orElseThrow(() -> new IllegalStateException("Hires fix must be the second pass."));
    NDArray source =
        fix.upscaler() instanceof HiresUpscaler.OfLatent ofLatent
            ? enlarged(first, ofLatent.mode(), context.space().factor())
            : enlarged(first, ((HiresUpscaler.OfPicture) fix.upscaler()), context);
    return PlannedLatent.fromSource(context, source, width(), height(), PictureFinish.asDecoded());
  }

  private NDArray enlarged(NDArray latent, LatentUpscale mode, int factor) {
    ImageSize upscaled = size.upscaled();
    NDArray large = mode.resize(latent, upscaled.height() / factor, upscaled.width() / factor);
    int top = size.cutAbove() * HiresSize.CELL / factor;
    int left = size.cutLeft() * HiresSize.CELL / factor;
    return large.get(
        new NDIndex(
            ":, :, {}:{}, {}:{}", top, top + height() / factor, left, left + width() / factor));
  }

  private NDArray enlarged(NDArray latent, HiresUpscaler.OfPicture by, LatentContext context) {
    NDList sources = new NDList();
    List<BufferedImage> pictures = context.decode(latent);
    for (int i = 0; i < pictures.size(); i++) {
      NDArray encoded = context.encode(enlarged(pictures.get(i), by));
      long row = encoded.getShape().get(0) == 1 ? 0 : i;
      sources.add(encoded.get(new NDIndex("{}:{}", row, row + 1)));
    }
    return NDArrays.concat(sources);
  }

  /** Upscalers may make another size than asked; Lanczos' filter makes it exact. */
  private BufferedImage enlarged(BufferedImage picture, HiresUpscaler.OfPicture by) {
    ImageSize asked = size.upscaled();
    Pixels large = Pixels.of(by.upscaler().upscale(picture, asked));
    return cut(Resampling.LANCZOS.resize(large, asked.width(), asked.height())).toImage();
  }

  /** Returns what is kept of an enlarged picture. */
  private Pixels cut(Pixels enlarged) {
    Rectangle kept =
        new Rectangle(
            size.cutLeft() * HiresSize.CELL, size.cutAbove() * HiresSize.CELL, width(), height());
    return enlarged.crop(kept);
  }

  @Override
  public Pixels laidOut(Pixels picture, ResizeMode mode) {
    ImageSize upscaled = size.upscaled();
    return cut(mode.resize(picture, upscaled.width(), upscaled.height()));
  }
}
