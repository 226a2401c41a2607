package io.pentimento.examples;

import io.pentimento.image.Compositing;
import io.pentimento.image.Pixels;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Describes the bundled model's portraits by rules: which colour is where hair, shirt and
 * background of such a portrait are. It is no network, knows no shapes, and says nothing where it
 * cannot tell.
 */
final class PlainColours {
  private static final Map<String, Color> HAIR =
      Map.of(
          "black hair", new Color(45, 45, 42),
          "brown hair", new Color(110, 70, 45),
          "blonde hair", new Color(240, 190, 70),
          "red hair", new Color(190, 48, 44),
          "pink hair", new Color(240, 150, 190),
          "blue hair", new Color(60, 90, 200),
          "green hair", new Color(60, 150, 90),
          "purple hair", new Color(140, 70, 170),
          "white hair", new Color(230, 232, 240));

  private static final Map<String, Color> SHIRTS =
      Map.of(
          "white shirt", new Color(241, 243, 244),
          "black shirt", new Color(40, 40, 45),
          "red shirt", new Color(200, 45, 45),
          "blue shirt", new Color(64, 105, 215),
          "green shirt", new Color(70, 160, 90),
          "yellow shirt", new Color(245, 210, 80),
          "pink shirt", new Color(244, 170, 197),
          "orange shirt", new Color(235, 145, 50));

  private static final Map<String, Color> SKIES =
      Map.of(
          "night sky", new Color(22, 28, 62),
          "sunset", new Color(128, 78, 127),
          "forest", new Color(186, 228, 185),
          "white background", new Color(245, 245, 245),
          "gray background", new Color(150, 150, 155),
          "pink background", new Color(245, 190, 205),
          "blue sky", new Color(135, 194, 245));

  private static final Color SAND = new Color(248, 222, 164);
  private static final Color ROCK = new Color(117, 120, 145);

  /** Colours of the same thing are no farther apart. */
  private static final double ALIKE = 45;

  /** Colours farther from all that are known are left out. */
  private static final double FARTHEST = 80;

  private final Pixels picture;

  private PlainColours(Pixels picture) {
    this.picture = picture;
  }

  /**
   * Describes a portrait.
   *
   * @throws IllegalArgumentException if no face is where a portrait has it
   */
  static String describe(BufferedImage picture) {
    return new PlainColours(Compositing.flatten(Pixels.of(picture), Color.WHITE)).words();
  }

  /** Returns the colour where a portrait has its hair, above the face. */
  static Color hairColour(BufferedImage picture) {
    return new PlainColours(Compositing.flatten(Pixels.of(picture), Color.WHITE)).hair();
  }

  private Color hair() {
    return median(0.40, 0.60, 0.28, 0.34);
  }

  private String words() {
    Color face = median(0.45, 0.55, 0.56, 0.60);
    if (!isSkin(face)) {
      throw new IllegalArgumentException(
          "Without --with only the bundled model's portraits are described, by rules, and this has"
              + " no face where they have it. Name a network with --with.");
    }
    List<String> words = new ArrayList<>();
    Color sky = median(0.03, 0.15, 0.03, 0.12);
    boolean bare = distance(median(0.45, 0.55, 0.14, 0.20), sky) < ALIKE;
    if (bare) {
      nearest(HAIR, hair()).ifPresent(words::add);
    }
    if (distance(median(0.36, 0.42, 0.49, 0.52), face) < ALIKE) {
      words.add("closed eyes");
    }
    nearest(SHIRTS, median(0.40, 0.60, 0.88, 0.97)).ifPresent(words::add);
    words.addAll(background(sky));
    return String.join(", ", words);
  }

  private List<String> background(Color sky) {
    List<String> words = new ArrayList<>();
    boolean beach = distance(median(0.01, 0.08, 0.85, 0.95), SAND) < ALIKE;
    boolean mountain = distance(median(0.01, 0.08, 0.50, 0.58), ROCK) < ALIKE;
    String place = beach ? "beach" : "mountain";
    Optional<String> found = nearest(SKIES, sky);
    boolean plainSky = found.isPresent() && found.get().equals("blue sky");
    if (!plainSky || !(beach || mountain)) {
      found.ifPresent(words::add);
    }
    if (beach || (mountain && plainSky)) {
      words.add(place);
    }
    return words;
  }

  private static boolean isSkin(Color colour) {
    return colour.getRed() > 90
        && colour.getRed() >= colour.getGreen()
        && colour.getGreen() > colour.getBlue()
        && colour.getRed() - colour.getBlue() > 25;
  }

  private static Optional<String> nearest(Map<String, Color> known, Color colour) {
    return known.entrySet().stream()
        .filter(entry -> distance(entry.getValue(), colour) < FARTHEST)
        .min(Comparator.comparingDouble(entry -> distance(entry.getValue(), colour)))
        .map(Map.Entry::getKey);
  }

  private static double distance(Color a, Color b) {
    double red = a.getRed() - b.getRed();
    double green = a.getGreen() - b.getGreen();
    double blue = a.getBlue() - b.getBlue();
    return Math.sqrt(red * red + green * green + blue * blue);
  }

  /** Returns the median of each channel in a part of the picture, its sides in shares of all. */
  private Color median(double left, double right, double top, double bottom) {
    int x0 = (int) (left * picture.width());
    int y0 = (int) (top * picture.height());
    int x1 = Math.max(x0 + 1, (int) (right * picture.width()));
    int y1 = Math.max(y0 + 1, (int) (bottom * picture.height()));
    int[] middle = new int[3];
    for (int c = 0; c < 3; c++) {
      int[] samples = new int[(x1 - x0) * (y1 - y0)];
      int at = 0;
      for (int y = y0; y < y1; y++) {
        for (int x = x0; x < x1; x++) {
          samples[at++] = picture.sample(x, y, c);
        }
      }
      Arrays.sort(samples);
      middle[c] = samples[samples.length / 2];
    }
    return new Color(middle[0], middle[1], middle[2]);
  }
}
