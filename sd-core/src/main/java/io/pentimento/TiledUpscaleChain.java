package io.pentimento;

import io.pentimento.image.Compositing;
import io.pentimento.image.Enlargement;
import io.pentimento.image.ImageSize;
import io.pentimento.image.PictureTiles;
import io.pentimento.image.Pixels;
import io.pentimento.image.Resampling;
import io.pentimento.image.Upscaler;
import io.pentimento.sampling.LatentSpace;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.Seeds;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Enlarges a picture once, then draws tile after tile of it anew. */
final class TiledUpscaleChain implements PictureChain {
  private final TiledUpscale request;
  private final ImageSize finished;
  private final PictureTiles tiles;

  /** What the tiles are cut from; the pictures of a batch share it. */
  private @Nullable Pixels enlarged;

  private TiledUpscaleChain(TiledUpscale request, ImageSize finished, PictureTiles tiles) {
    this.request = request;
    this.finished = finished;
    this.tiles = tiles;
  }

  static TiledUpscaleChain of(TiledUpscale request, LatentSpace space) {
    ImageSize tile =
        request.tile().orElseGet(() -> new ImageSize(space.nativeSide(), space.nativeSide()));
    space.check(tile);
    ImageSize finished = request.finishedSize();
    ImageSize canvas =
        new ImageSize(
            canvasSide(finished.width(), tile.width(), space.factor()),
            canvasSide(finished.height(), tile.height(), space.factor()));
    return new TiledUpscaleChain(
        request, finished, new PictureTiles(canvas, tile, request.overlap()));
  }

  /** A side shorter than a tile's becomes that of one smaller tile, on the model's grid. */
  private static int canvasSide(int side, int tileSide, int factor) {
    return side >= tileSide ? side : (side + factor - 1) / factor * factor;
  }

  @Override
  public int links() {
    return tiles.columns() * tiles.rows();
  }

  @Override
  public ImageSize size() {
    return tiles.tile();
  }

  @Override
  public BufferedImage make(Seeds seeds, Link link) {
    Pixels source = enlarged();
    ControlTiles control = new ControlTiles(request.sampling().control(), finished, tiles);
    RegionTiles regions = new RegionTiles(request.sampling().network().regions(), finished, tiles);
    Pixels redrawn =
        request
            .blending()
            .combine(
                tiles,
                1,
                (column, row) -> {
                  int index = row * tiles.columns() + column;
                  Seeds own = seeds.withFirst(seeds.first() + index);
                  Pixels tile = tiles.cut(source, column, row);
                  Sampling sampling =
                      request
                          .sampling()
                          .withControl(control.of(column, row))
                          .withNetwork(
                              request.sampling().network().withRegions(regions.of(column, row)));
                  return Pixels.of(link.make(over(tile, own, sampling)));
                });
    Pixels result =
        redrawn.size().equals(finished)
            ? redrawn
            : redrawn.crop(new Rectangle(finished.width(), finished.height()));
    return alpha().map(result::withAlpha).orElse(result).toImage();
  }

  private ImageToImage over(Pixels tile, Seeds seeds, Sampling sampling) {
    return ImageToImage.builder(tile.toImage(), request.prompt())
        .negativePrompt(request.negativePrompt())
        .colourCorrection(request.colourCorrection())
        .denoisingStrength(request.denoisingStrength())
        .sampling(sampling.withSeeds(seeds).withBatch(1))
        .build();
  }

  private Pixels enlarged() {
    Pixels known = enlarged;
    if (known == null) {
      Pixels flat = Compositing.flatten(Pixels.of(request.image()), request.background());
      known = enlarged(flat, request.upscaler()).mirroredTo(tiles.picture());
      enlarged = known;
    }
    return known;
  }

  /** Returns the transparency of the finished picture, if it is to have any. */
  private Optional<Pixels> alpha() {
    Pixels picture = Pixels.of(request.image());
    return picture.channels() == 4
        ? Optional.of(enlarged(picture.channel(3), Upscaler.lanczos()))
        : Optional.empty();
  }

  /** Upscalers may make another size than asked; Lanczos' filter makes it exact. */
  private Pixels enlarged(Pixels picture, Upscaler upscaler) {
    if (picture.size().equals(finished)) {
      return picture;
    }
    BufferedImage image = picture.toImage();
    BufferedImage large =
        request.size().isPresent()
            ? Enlargement.size(finished.width(), finished.height())
                .withUpscaler(upscaler)
                .apply(image)
            : upscaler.upscale(image, finished);
    return Resampling.LANCZOS.resize(Pixels.of(large), finished.width(), finished.height());
  }
}
