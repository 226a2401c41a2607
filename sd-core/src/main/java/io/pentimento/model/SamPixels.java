package io.pentimento.model;

import io.pentimento.image.Compositing;
import io.pentimento.image.ImageSize;
import io.pentimento.image.Pixels;
import io.pentimento.image.Resampling;
import java.awt.Color;

/**
 * A picture as Segment Anything takes it: its longer side brought to the network's size by Pillow's
 * bilinear filter. What is transparent becomes white.
 */
public final class SamPixels {
  private SamPixels() {}

  /** Returns the size that a picture has in the square that the network sees. */
  public static ImageSize inside(ImageSize picture, int size) {
    double scale = (double) size / Math.max(picture.width(), picture.height());
    return new ImageSize(side(picture.width(), scale), side(picture.height(), scale));
  }

  private static int side(int side, double scale) {
    return Math.max(1, (int) (side * scale + 0.5));
  }

  /** Returns a picture in the size that it has in that square, RGB. */
  public static Pixels resized(Pixels picture, int size) {
    Pixels flat = Compositing.flatten(picture, Color.WHITE).rgb();
    ImageSize inside = inside(flat.size(), size);
    return Resampling.BILINEAR.resize(flat, inside.width(), inside.height());
  }
}
