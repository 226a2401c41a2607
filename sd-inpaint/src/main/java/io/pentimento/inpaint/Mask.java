package io.pentimento.inpaint;

import io.pentimento.image.ImageSize;
import io.pentimento.image.PictureReader;
import io.pentimento.image.Pixels;
import io.pentimento.image.Resampling;
import io.pentimento.vision.Selection;
import java.awt.Rectangle;
import java.awt.Shape;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What of a picture is to be repainted: an immutable grey picture in which 0 keeps a pixel, 255
 * repaints it, and what lies between blends.
 *
 * <p>A mask is made by a factory and shaped by its algebra, each step giving a new mask:
 *
 * <pre>{@code
 * Mask door = Mask.fromLuminance(doorShape).grow(8).feather(12);
 * }</pre>
 *
 * <p>Set operations keep grey levels: a union takes the larger level, an intersection the smaller,
 * and inverting takes 255 minus the level. {@link MaskSelection} selects by colour, {@link
 * MaskGradient} makes gradients.
 */
public final class Mask {
  static final int LARGEST_DISTANCE = 4096;

  private final ImageSize size;
  private final byte[] levels;

  private Mask(ImageSize size, byte[] levels) {
    this.size = size;
    this.levels = levels;
  }

  /** Makes a mask of the levels of a picture's only channel, without copying them. */
  static Mask of(Pixels grey) {
    return new Mask(grey.size(), grey.samples());
  }

  /**
   * Makes a mask of levels, row by row from the top; they are copied.
   *
   * @throws IllegalArgumentException if there are not as many as the size has pixels
   */
  public static Mask of(ImageSize size, byte[] levels) {
    return of(Pixels.wrap(size.width(), size.height(), 1, levels.clone()));
  }

  /** Makes a mask that repaints each pixel as surely as it is selected. */
  public static Mask of(Selection selection) {
    return of(selection.size(), selection.levels());
  }

  /**
   * Makes a mask that repaints fully what is selected more surely than a threshold, in [0, 1), and
   * nothing else.
   */
  public static Mask above(Selection selection, double threshold) {
    return of(selection.size(), selection.hardLevels(threshold));
  }

  /** Makes a mask that repaints everything. */
  public static Mask all(ImageSize size) {
    return none(size).invert();
  }

  /** Makes a mask that repaints nothing. */
  public static Mask none(ImageSize size) {
    return of(Pixels.blank(size.width(), size.height(), 1));
  }

  /** Marks a rectangle of whole pixels; what lies outside the picture is cut off. */
  public static Mask rectangle(ImageSize size, Rectangle rectangle) {
    Mask mask = none(size);
    Rectangle inside = rectangle.intersection(new Rectangle(size.width(), size.height()));
    if (inside.isEmpty()) {
      return mask;
    }
    for (int y = inside.y; y < inside.y + inside.height; y++) {
      int row = y * size.width() + inside.x;
      Arrays.fill(mask.levels, row, row + inside.width, (byte) 255);
    }
    return mask;
  }

  /** Marks the ellipse that fills a rectangle, with smooth edges. */
  public static Mask ellipse(ImageSize size, Rectangle bounds) {
    return MaskDrawing.ellipse(size, bounds);
  }

  /**
   * Marks the inside of a polygon, with smooth edges.
   *
   * @param corners at least three points, in pixels from the left upper corner of the picture
   */
  public static Mask polygon(ImageSize size, List<? extends Point2D> corners) {
    return MaskDrawing.polygon(size, corners);
  }

  /** Marks the inside of any shape, with smooth edges; {@link SvgPath} makes one of text. */
  public static Mask shape(ImageSize size, Shape shape) {
    return MaskDrawing.shape(size, shape);
  }

  /**
   * Marks what a round brush touches that is drawn along points.
   *
   * @param points at least one point, in pixels from the left upper corner of the picture
   * @param radius the brush's radius in pixels, above 0
   * @param softness how much of the radius fades out, from 0 (hard, but with smooth edges) to 1
   *     (fades from the middle)
   */
  public static Mask brushStroke(
      ImageSize size, List<? extends Point2D> points, double radius, double softness) {
    return MaskDrawing.brushStroke(size, points, radius, softness);
  }

  /**
   * Takes the brightness of a picture: white is repainted. Grey pictures are taken as they are;
   * alpha is ignored.
   */
  public static Mask fromLuminance(BufferedImage image) {
    return of(Pixels.of(image).grey());
  }

  /**
   * Takes the alpha channel of a picture: what is opaque is repainted, all of it if there is no
   * such channel.
   */
  public static Mask fromAlpha(BufferedImage image) {
    Pixels pixels = Pixels.of(image);
    return pixels.channels() == 4 ? of(pixels.channel(3)) : all(pixels.size());
  }

  /**
   * Reads a picture as the WebUI reads mask files: if any of it is transparent, then what is more
   * than half opaque is repainted, else its brightness is taken, as it is.
   */
  public static Mask fromImage(BufferedImage image) {
    Pixels pixels = Pixels.of(image);
    return pixels.hasTransparency() ? of(pixels.channel(3)).threshold(129) : of(pixels.grey());
  }

  /**
   * Reads a mask file, upright, as {@link #fromImage} does.
   *
   * @param file PNG, JPEG, GIF, BMP, TIFF or WebP of at most 100 million pixels, see {@link
   *     PictureReader}
   * @throws IOException if there is no such file, or it cannot be read
   */
  public static Mask read(Path file) throws IOException {
    return fromImage(PictureReader.read(file));
  }

  /** Returns the size of the picture that this mask fits. */
  public ImageSize size() {
    return size;
  }

  /** Returns the level at a pixel, 0 (keep) to 255 (repaint). */
  public int level(int x, int y) {
    if (x < 0 || y < 0 || x >= size.width() || y >= size.height()) {
      throw new IndexOutOfBoundsException(
          "(" + x + ", " + y + ") is outside of a " + size + " mask.");
    }
    return levels[y * size.width() + x] & 0xff;
  }

  /** Swaps what is kept and what is repainted. */
  public Mask invert() {
    return new Mask(size, LevelAlgebra.invert(levels));
  }

  /** Repaints what this or another mask of the same size repaints: the larger level counts. */
  public Mask union(Mask other) {
    requireSameSize(other);
    return new Mask(size, LevelAlgebra.union(levels, other.levels));
  }

  /**
   * Repaints what this and another mask of the same size both repaint: the smaller level counts.
   */
  public Mask intersect(Mask other) {
    requireSameSize(other);
    return new Mask(size, LevelAlgebra.intersect(levels, other.levels));
  }

  /**
   * Repaints what this mask repaints and another of the same size does not: the smaller of this
   * level and 255 minus the other counts.
   */
  public Mask subtract(Mask other) {
    return intersect(other.invert());
  }

  /** Repaints what either this mask or another of the same size repaints, but not both. */
  public Mask exclude(Mask other) {
    return subtract(other).union(other.subtract(this));
  }

  /** Repaints fully where the level is at least a threshold of 1 to 255, and nothing elsewhere. */
  public Mask threshold(int threshold) {
    if (threshold < 1 || threshold > 255) {
      throw new IllegalArgumentException(
          "threshold must be in [1, 255], but got: " + threshold + ".");
    }
    return new Mask(size, LevelAlgebra.threshold(levels, threshold));
  }

  /** Widens the repainted part by a disc of a radius of 0 to 4096 pixels. */
  public Mask grow(int radius) {
    return new Mask(size, new DiscDilation(size, requireDistance("radius", radius)).dilate(levels));
  }

  /**
   * Narrows the repainted part by a disc of a radius of 0 to 4096 pixels; the border of the picture
   * is no edge.
   */
  public Mask shrink(int radius) {
    return invert().grow(radius).invert();
  }

  /**
   * Widens the repainted part by a square, as ADetailer and OpenCV do: each pixel gets the largest
   * level of those from side / 2 (rounded down) to its left and above to (side - 1) / 2 to its
   * right and below. So a square of an even side grows one pixel farther to the right and down.
   *
   * @param side the pixels along a side of the square, 1 to 4096
   */
  public Mask growSquare(int side) {
    return new Mask(size, new SquareDilation(size, requireSide(side)).dilate(levels));
  }

  /**
   * Narrows the repainted part by the square of {@link #growSquare}; the border of the picture is
   * no edge.
   */
  public Mask shrinkSquare(int side) {
    return invert().growSquare(side).invert();
  }

  /**
   * Widens the repainted part by a disc of a number of pixels across, as the extension of Segment
   * Anything for the WebUI does. A disc of an even side grows one pixel less to the right and down.
   *
   * @param side the pixels across, 1 to 4096
   */
  public Mask growDisc(int side) {
    return new Mask(size, new SideDiscDilation(size, requireSide(side)).dilate(levels));
  }

  /**
   * Repaints a band along the edge of the repainted part: what lies within a radius of 0 to 4096
   * pixels on either side of it.
   */
  public Mask border(int radius) {
    return grow(radius).subtract(shrink(radius));
  }

  /**
   * Rounds off corners and drops specks: repaints fully where more than half of the pixels are
   * marked (128 or more) of a square that reaches a radius of 0 to 4096 pixels each way, and
   * nothing elsewhere.
   */
  public Mask smooth(int radius) {
    requireDistance("radius", radius);
    return new Mask(size, new MajorityFilter(size, radius).filter(levels));
  }

  /**
   * Repaints what is enclosed as well. In a soft mask, a hole is filled up to the lowest level of
   * its rim. A gap at a corner, between two pixels that only touch there, does not open a hole.
   */
  public Mask fillHoles() {
    return new Mask(size, HoleFilling.fill(size, levels));
  }

  /**
   * Moves this mask to the right and down, by pixels; what leaves the picture is cut off, and what
   * enters is not repainted.
   */
  public Mask shift(int dx, int dy) {
    int right = Math.max(-size.width(), Math.min(size.width(), dx));
    int down = Math.max(-size.height(), Math.min(size.height(), dy));
    return of(pixels().onCanvas(size, right, down));
  }

  /** Moves this mask to the right and down; what leaves on one side enters on the other. */
  Mask roll(long dx, long dy) {
    return new Mask(size, MaskShift.roll(size, levels, dx, dy));
  }

  /** Returns the connected parts of what is above 0, largest first. */
  public List<MaskComponent> components(Neighbours neighbours) {
    return MaskComponent.allOf(this, neighbours);
  }

  /** Keeps nothing of connected parts that have fewer pixels above 0 than an area. */
  public Mask removeSpecks(int area, Neighbours neighbours) {
    return new Mask(size, MaskComponent.withoutSpecks(this, area, neighbours));
  }

  /**
   * Tidies what a network found: repaints fully what is marked (128 or more), fills holes of fewer
   * pixels than an area, then drops parts of fewer, of which the largest stays where all are so
   * small. Pixels hang together at corners, too (remove_small_regions of Segment Anything).
   */
  public Mask withoutSmallRegions(int area) {
    Mask filled = threshold(128).invert().removeSpecks(area, Neighbours.EIGHT).invert();
    Mask left = filled.removeSpecks(area, Neighbours.EIGHT);
    return left.isEmpty() && !filled.isEmpty()
        ? filled.components(Neighbours.EIGHT).get(0).mask()
        : left;
  }

  ConnectedParts parts(Neighbours neighbours) {
    return new ConnectedParts(size, levels, neighbours);
  }

  /** Blurs this mask: {@link #feather(double, double)} with one sigma for both directions. */
  public Mask feather(double sigma) {
    return feather(sigma, sigma);
  }

  /**
   * Blurs this mask with the WebUI's "Mask blur", bit for bit: a Gaussian of 8-bit weights along
   * the rows, then along the columns. The picture is mirrored at its border. Large masks are shared
   * out among the threads of the common pool.
   *
   * @param sigmaX the standard deviation along the rows in pixels, 0 to 4096; 0 leaves them
   * @param sigmaY the standard deviation along the columns
   */
  public Mask feather(double sigmaX, double sigmaY) {
    requireDistance("sigma", sigmaX);
    requireDistance("sigma", sigmaY);
    if (sigmaX == 0 && sigmaY == 0) {
      return this;
    }
    return new Mask(size, MaskGaussian.blur(levels, size.width(), size.height(), sigmaX, sigmaY));
  }

  /** Resizes this mask to a picture's size, with Lanczos. */
  public Mask resize(ImageSize newSize) {
    return of(Resampling.LANCZOS.resize(pixels(), newSize.width(), newSize.height()));
  }

  /** Returns the smallest rectangle that holds all pixels above 0, or empty if there is none. */
  public Optional<Rectangle> boundingBox() {
    return MaskBounds.of(size, levels);
  }

  /** Tells whether nothing is repainted. */
  public boolean isEmpty() {
    return markedPixels() == 0;
  }

  /** Returns how many pixels are above 0: those that repainting may change. */
  public int markedPixels() {
    return LevelAlgebra.countMarked(levels);
  }

  /** Returns how much of the picture is repainted, from 0 to 1; a half-marked pixel counts half. */
  public double coverage() {
    long sum = 0;
    for (byte level : levels) {
      sum += level & 0xff;
    }
    return sum / (255.0 * levels.length);
  }

  /** Returns this mask as a grey picture, {@link BufferedImage#TYPE_BYTE_GRAY}. */
  public BufferedImage toImage() {
    return pixels().toImage();
  }

  /** Returns the levels as a picture of one channel that shares them. */
  Pixels pixels() {
    return Pixels.wrap(size.width(), size.height(), 1, levels);
  }

  private void requireSameSize(Mask other) {
    if (!size.equals(other.size)) {
      throw new IllegalArgumentException(
          "Both masks must have the same size, but this one is %s and the other %s. Call resize(...) on one of them."
              .formatted(size, other.size));
    }
  }

  private static int requireSide(int side) {
    if (side < 1 || side > LARGEST_DISTANCE) {
      throw new IllegalArgumentException(
          "side must be in [1, " + LARGEST_DISTANCE + "] pixels, but got: " + side + ".");
    }
    return side;
  }

  private static int requireDistance(String name, int distance) {
    requireDistance(name, (double) distance);
    return distance;
  }

  private static void requireDistance(String name, double distance) {
    if (!(distance >= 0 && distance <= LARGEST_DISTANCE)) {
      throw new IllegalArgumentException(
          name + " must be in [0, " + LARGEST_DISTANCE + "] pixels, but got: " + distance + ".");
    }
  }

  /** Tells whether another object is a mask of the same size and levels. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Mask mask
        && size.equals(mask.size)
        && Arrays.equals(levels, mask.levels);
  }

  @Override
  public int hashCode() {
    return 31 * size.hashCode() + Arrays.hashCode(levels);
  }

  @Override
  public String toString() {
    return "Mask[%s, %.1f%% repainted]".formatted(size, 100 * coverage());
  }
}
