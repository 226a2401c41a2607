package io.pentimento.inpaint;

import io.pentimento.image.Pixels;
import java.awt.Color;
import java.awt.image.BufferedImage;

/**
 * Selects the parts of a picture that have a colour: all of them, or those that hang together with
 * a pixel.
 *
 * <pre>{@code
 * Mask sky = MaskSelection.in(photo).tolerance(24).fuzziness(16).connectedTo(10, 10);
 * }</pre>
 *
 * <p>Two colours are as far apart as their red, green, blue or alpha is, whichever differs most: 0
 * to 255. Up to the tolerance a pixel is fully selected; over the next levels, as many as the
 * fuzziness, it fades out. Each setting gives a new selection. The picture is copied at the start.
 */
public final class MaskSelection {
  /** The sigma of an edge's blur, which reaches one pixel. */
  private static final double EDGE = 0.59;

  private final Pixels picture;
  private final int tolerance;
  private final int fuzziness;
  private final int sampleSize;
  private final Neighbours neighbours;
  private final boolean smoothEdges;

  private MaskSelection(
      Pixels picture,
      int tolerance,
      int fuzziness,
      int sampleSize,
      Neighbours neighbours,
      boolean smoothEdges) {
    this.picture = picture;
    this.tolerance = tolerance;
    this.fuzziness = fuzziness;
    this.sampleSize = sampleSize;
    this.neighbours = neighbours;
    this.smoothEdges = smoothEdges;
  }

  /**
   * Selects in a picture, with a tolerance of 32, no fuzziness, the colour of single pixels, {@link
   * Neighbours#FOUR}, and hard edges.
   */
  public static MaskSelection in(BufferedImage picture) {
    return new MaskSelection(Pixels.of(picture).rgba(), 32, 0, 1, Neighbours.FOUR, false);
  }

  /** Sets how far apart colours may be, 0 to 255. */
  public MaskSelection tolerance(int tolerance) {
    return new MaskSelection(
        picture,
        requireLevel("tolerance", tolerance),
        fuzziness,
        sampleSize,
        neighbours,
        smoothEdges);
  }

  /** Sets over how many levels beyond the tolerance the selection fades out, 0 to 255. */
  public MaskSelection fuzziness(int fuzziness) {
    return new MaskSelection(
        picture,
        tolerance,
        requireLevel("fuzziness", fuzziness),
        sampleSize,
        neighbours,
        smoothEdges);
  }

  /**
   * Sets the side of the square of pixels whose mean is the colour of a place: 1, 3 or 5. What of
   * the square lies outside the picture does not count.
   */
  public MaskSelection sampleSize(int side) {
    if (side != 1 && side != 3 && side != 5) {
      throw new IllegalArgumentException("sampleSize must be 1, 3 or 5, but got: " + side + ".");
    }
    return new MaskSelection(picture, tolerance, fuzziness, side, neighbours, smoothEdges);
  }

  /** Sets which pixels hang together. */
  public MaskSelection neighbours(Neighbours touching) {
    return new MaskSelection(picture, tolerance, fuzziness, sampleSize, touching, smoothEdges);
  }

  /** Sets whether the edges are blurred a little, over the pixels on either side of them. */
  public MaskSelection smoothEdges(boolean smooth) {
    return new MaskSelection(picture, tolerance, fuzziness, sampleSize, neighbours, smooth);
  }

  /** Selects a colour all over the picture. */
  public Mask color(Color color) {
    int[] channels = {color.getRed(), color.getGreen(), color.getBlue(), color.getAlpha()};
    return finished(all(channels));
  }

  /**
   * Selects the colour of a place all over the picture.
   *
   * @throws IndexOutOfBoundsException if the place is outside the picture
   */
  public Mask similarTo(int x, int y) {
    return finished(all(sample(x, y)));
  }

  /**
   * Selects the colour of a place as far as it hangs together with it, as a flood fill does, over
   * pixels that are selected at all. If the pixel itself is not, since a mean of several is sought,
   * nothing is.
   *
   * @throws IndexOutOfBoundsException if the place is outside the picture
   */
  public Mask connectedTo(int x, int y) {
    ConnectedParts parts = all(sample(x, y)).parts(neighbours);
    int at = y * picture.width() + x;
    return parts.isFree(at) ? finished(parts.fill(at).mask()) : Mask.none(picture.size());
  }

  private Mask finished(Mask mask) {
    return smoothEdges ? mask.feather(EDGE) : mask;
  }

  private int[] sample(int x, int y) {
    if (x < 0 || y < 0 || x >= picture.width() || y >= picture.height()) {
      throw new IndexOutOfBoundsException(
          "(%d, %d) is outside of a %s picture.".formatted(x, y, picture.size()));
    }
    int[] sums = new int[4];
    int count = 0;
    int reach = sampleSize / 2;
    for (int v = Math.max(0, y - reach); v <= Math.min(picture.height() - 1, y + reach); v++) {
      for (int u = Math.max(0, x - reach); u <= Math.min(picture.width() - 1, x + reach); u++) {
        for (int c = 0; c < 4; c++) {
          sums[c] += picture.sample(u, v, c);
        }
        count++;
      }
    }
    for (int c = 0; c < 4; c++) {
      sums[c] = (sums[c] + count / 2) / count;
    }
    return sums;
  }

  private Mask all(int[] sought) {
    byte[] fade = fade();
    byte[] samples = picture.samples();
    byte[] levels = new byte[samples.length / 4];
    for (int i = 0, at = 0; i < levels.length; i++, at += 4) {
      int red = Math.abs((samples[at] & 0xff) - sought[0]);
      int green = Math.abs((samples[at + 1] & 0xff) - sought[1]);
      int blue = Math.abs((samples[at + 2] & 0xff) - sought[2]);
      int alpha = Math.abs((samples[at + 3] & 0xff) - sought[3]);
      levels[i] = fade[Math.max(Math.max(red, green), Math.max(blue, alpha))];
    }
    return Mask.of(Pixels.wrap(picture.width(), picture.height(), 1, levels));
  }

  /** Returns the level for each distance of colours. */
  private byte[] fade() {
    byte[] fade = new byte[256];
    for (int distance = 0; distance < 256; distance++) {
      int left = Math.max(0, fuzziness + 1 - Math.max(0, distance - tolerance));
      fade[distance] = (byte) Math.round(255.0 * left / (fuzziness + 1));
    }
    return fade;
  }

  private static int requireLevel(String name, int level) {
    if (level < 0 || level > 255) {
      throw new IllegalArgumentException(name + " must be in [0, 255], but got: " + level + ".");
    }
    return level;
  }
}
