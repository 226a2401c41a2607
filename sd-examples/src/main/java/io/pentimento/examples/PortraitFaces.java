package io.pentimento.examples;

import io.pentimento.image.ImageSize;
import io.pentimento.inpaint.Mask;
import io.pentimento.inpaint.MaskComponent;
import io.pentimento.inpaint.Neighbours;
import io.pentimento.inpaint.RegionDetector;
import io.pentimento.vision.Detection;
import io.pentimento.vision.DetectionBox;
import java.awt.Color;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds the faces that the demo model draws, by rules and not by a network: a face is a connected
 * part of the colour of skin that is about as round as an egg, has openings for eyes or mouth, and
 * touches no edge of the picture. It suits that model's portraits and nothing else; for other
 * pictures load a {@link io.pentimento.vision.YoloModel}.
 */
public final class PortraitFaces implements RegionDetector {
  /** The hues of skin, from reddish to sand, as shares of the colour wheel. */
  private static final float FIRST_HUE = 0.01f;

  private static final float LAST_HUE = 0.12f;
  private static final float LEAST_COLOUR = 0.11f;
  private static final float MOST_COLOUR = 0.62f;
  private static final float DARKEST = 0.3f;

  /** The side of a picture whose lines are one or two pixels wide. */
  private static final int USUAL_SIDE = 96;

  private static final double SMALLEST_SHARE = 0.004;
  private static final double NARROWEST = 0.55;
  private static final double WIDEST = 1.7;

  /** The share of a face's area that eyes, glasses and mouth take at least. */
  private static final double LEAST_OPENINGS = 0.03;

  /** The square of how far from the middle openings lie, where the edge of the box is at 0.5. */
  private static final double INNER = 0.4 * 0.4;

  private static final double MOST_OVERLAP = 0.2;

  /** How many levels an opening's brightness differs from the skin's. */
  private static final int UNLIKE = 30;

  /** Makes a detector. */
  public PortraitFaces() {}

  @Override
  public String name() {
    return "portrait faces (rules)";
  }

  @Override
  public List<Detection> detect(BufferedImage picture, double confidence) {
    ImageSize size = ImageSize.of(picture);
    int reach = Math.max(1, Math.round((float) Math.min(size.width(), size.height()) / USUAL_SIDE));
    Mask skin = skin(picture, size);
    // Over the lines of glasses, and back; without that, where it runs into the sand.
    Mask joined = skin.grow(reach).shrink(reach);
    List<Detection> found =
        Stream.of(joined, skin)
            .flatMap(mask -> mask.components(Neighbours.FOUR).stream())
            .flatMap(part -> face(picture, part, size))
            .filter(one -> one.confidence() > confidence)
            .sorted(Comparator.comparingDouble(Detection::confidence).reversed())
            .toList();
    List<Detection> apart = new ArrayList<>();
    for (Detection one : found) {
      if (apart.stream().noneMatch(other -> other.box().overlap(one.box()) > MOST_OVERLAP)) {
        apart.add(one);
      }
    }
    return apart;
  }

  private static Mask skin(BufferedImage picture, ImageSize size) {
    byte[] levels = new byte[size.width() * size.height()];
    float[] hsb = new float[3];
    for (int i = 0; i < levels.length; i++) {
      int rgb = picture.getRGB(i % size.width(), i / size.width());
      Color.RGBtoHSB((rgb >> 16) & 0xff, (rgb >> 8) & 0xff, rgb & 0xff, hsb);
      boolean hue = hsb[0] >= FIRST_HUE && hsb[0] <= LAST_HUE;
      boolean colour = hsb[1] >= LEAST_COLOUR && hsb[1] <= MOST_COLOUR;
      levels[i] = (byte) (hue && colour && hsb[2] >= DARKEST ? 255 : 0);
    }
    return Mask.of(size, levels);
  }

  private static Stream<Detection> face(BufferedImage picture, MaskComponent part, ImageSize size) {
    Rectangle box = part.boundingBox();
    double shape = box.getWidth() / box.getHeight();
    boolean inside =
        box.x > 0 && box.y > 0 && box.getMaxX() < size.width() && box.getMaxY() < size.height();
    double area = (double) size.width() * size.height();
    if (!inside || shape < NARROWEST || shape > WIDEST || part.area() < SMALLEST_SHARE * area) {
      return Stream.empty();
    }
    double ellipse = Math.PI / 4 * box.width * box.height;
    int openings = openings(picture, part.mask(), box);
    if (openings < LEAST_OPENINGS * ellipse) {
      return Stream.empty();
    }
    double confidence = Math.max(0, 1 - Math.abs(1 - (part.area() + openings) / ellipse));
    DetectionBox found = new DetectionBox(box.x, box.y, box.getMaxX() - 1, box.getMaxY() - 1);
    return Stream.of(Detection.of("face", confidence, found));
  }

  /**
   * Counts what lies within and is no skin, but much darker or lighter: the moon has specks, too.
   */
  private static int openings(BufferedImage picture, Mask skin, Rectangle box) {
    int usual = Math.round(brightness(picture, skin, box));
    int count = 0;
    for (int y = box.y; y < box.getMaxY(); y++) {
      for (int x = box.x; x < box.getMaxX(); x++) {
        double across = (x + 0.5 - box.getCenterX()) / box.width;
        double down = (y + 0.5 - box.getCenterY()) / box.height;
        boolean opening = across * across + down * down < INNER && skin.level(x, y) == 0;
        if (opening && Math.abs(brightness(picture.getRGB(x, y)) - usual) > UNLIKE) {
          count++;
        }
      }
    }
    return count;
  }

  private static float brightness(BufferedImage picture, Mask skin, Rectangle box) {
    long sum = 0;
    int count = 0;
    for (int y = box.y; y < box.getMaxY(); y++) {
      for (int x = box.x; x < box.getMaxX(); x++) {
        if (skin.level(x, y) > 0) {
          sum += brightness(picture.getRGB(x, y));
          count++;
        }
      }
    }
    return (float) sum / Math.max(1, count);
  }

  private static int brightness(int rgb) {
    return (((rgb >> 16) & 0xff) + ((rgb >> 8) & 0xff) + (rgb & 0xff)) / 3;
  }
}
