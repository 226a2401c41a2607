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

  /** Dark skin has more colour, and no hair of the model's is as dark and not more colourful. */
  private static final float MOST_COLOUR_IN_DARK = 0.7f;

  private static final float DARK = 0.7f;
  private static final float DARKEST = 0.3f;

  private static final float REDDEST_STRONG = 0.05f;
  private static final float STRONG = 0.45f;
  private static final float DIM = 0.55f;

  /** The side of a picture whose lines are one or two pixels wide. */
  private static final int USUAL_SIDE = 96;

  private static final double SMALLEST_SHARE = 0.004;
  private static final double NARROWEST = 0.55;
  private static final double WIDEST = 1.7;

  /** The share of a face's area that eyes, glasses and mouth take at least. */
  private static final double LEAST_OPENINGS = 0.03;

  /** The square of how far from the middle openings lie, where the edge of the box is at 0.5. */
  private static final double INNER = 0.4 * 0.4;

  /** Half the width of a neck, in pixels of the usual side. */
  private static final int HALF_NECK = 5;

  private static final double MOST_OVERLAP = 0.2;

  /** What lies in a face by more than this share is a lens of its glasses, or its mouth. */
  private static final double MOST_WITHIN = 0.5;

  /** How many times a face goes into the shorter side of a picture at most. */
  private static final int MOST_FACES = 8;

  /** What is less like an ellipse is no face. */
  private static final double LEAST_SURE = 0.3;

  /** How many levels an opening's brightness differs from the skin's. */
  private static final int UNLIKE = 30;

  private static final Comparator<Detection> SUREST_FIRST =
      Comparator.comparingDouble(Detection::confidence).reversed();

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
    List<Detection> found = new ArrayList<>();
    add(found, Stream.concat(faces(picture, joined, joined), faces(picture, skin, skin)));
    // What is still missed runs over its neck into sand or sky.
    Mask wide = joined.fillHoles().shrink(HALF_NECK * reach).grow(HALF_NECK * reach);
    add(found, faces(picture, wide, joined));
    return found.stream()
        .filter(
            one -> found.stream().noneMatch(other -> !other.equals(one) && isWithin(one, other)))
        .filter(one -> one.confidence() > confidence)
        .sorted(SUREST_FIRST)
        .toList();
  }

  /** Adds what is sure enough and elsewhere than what was found before. */
  private static void add(List<Detection> found, Stream<Detection> faces) {
    faces
        .filter(one -> one.confidence() > LEAST_SURE)
        .sorted(SUREST_FIRST)
        .filter(one -> found.stream().noneMatch(o -> o.box().overlap(one.box()) > MOST_OVERLAP))
        .forEachOrdered(found::add);
  }

  private static boolean isWithin(Detection one, Detection other) {
    DetectionBox a = one.box();
    DetectionBox b = other.box();
    double across = Math.min(a.right(), b.right()) - Math.max(a.left(), b.left());
    double down = Math.min(a.bottom(), b.bottom()) - Math.max(a.top(), b.top());
    return across > 0 && down > 0 && across * down > MOST_WITHIN * a.area();
  }

  /** The sky over a sunset is redder than skin of its colour and brightness. */
  private static boolean isEvening(float[] hsb) {
    return hsb[0] < REDDEST_STRONG && hsb[1] > STRONG && hsb[2] > DIM;
  }

  /** Looks which connected parts are faces, of which some pixels are skin. */
  private static Stream<Detection> faces(BufferedImage picture, Mask parts, Mask skin) {
    return parts.components(Neighbours.FOUR).stream().flatMap(part -> face(picture, part, skin));
  }

  private static Mask skin(BufferedImage picture, ImageSize size) {
    byte[] levels = new byte[size.width() * size.height()];
    float[] hsb = new float[3];
    for (int i = 0; i < levels.length; i++) {
      int rgb = picture.getRGB(i % size.width(), i / size.width());
      Color.RGBtoHSB((rgb >> 16) & 0xff, (rgb >> 8) & 0xff, rgb & 0xff, hsb);
      boolean hue = hsb[0] >= FIRST_HUE && hsb[0] <= LAST_HUE;
      float most = hsb[2] < DARK ? MOST_COLOUR_IN_DARK : MOST_COLOUR;
      boolean colour = hsb[1] >= LEAST_COLOUR && hsb[1] <= most;
      boolean skin = hue && colour && hsb[2] >= DARKEST && !isEvening(hsb);
      levels[i] = (byte) (skin ? 255 : 0);
    }
    return Mask.of(size, levels);
  }

  private static Stream<Detection> face(BufferedImage picture, MaskComponent part, Mask skin) {
    ImageSize size = skin.size();
    Rectangle box = part.boundingBox();
    double shape = box.getWidth() / box.getHeight();
    boolean inside =
        box.x > 0 && box.y > 0 && box.getMaxX() < size.width() && box.getMaxY() < size.height();
    double area = (double) size.width() * size.height();
    int least = Math.min(size.width(), size.height()) / MOST_FACES;
    boolean small = Math.min(box.width, box.height) < least || part.area() < SMALLEST_SHARE * area;
    if (!inside || shape < NARROWEST || shape > WIDEST || small) {
      return Stream.empty();
    }
    double ellipse = Math.PI / 4 * box.width * box.height;
    Mask own = part.mask().intersect(skin);
    int openings = openings(picture, own, box);
    if (openings < LEAST_OPENINGS * ellipse) {
      return Stream.empty();
    }
    double confidence = Math.max(0, 1 - Math.abs(1 - (own.markedPixels() + openings) / ellipse));
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
