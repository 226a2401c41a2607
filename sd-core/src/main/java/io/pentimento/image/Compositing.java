package io.pentimento.image;

import java.awt.Color;

/**
 * Alpha arithmetic on 8-bit samples with Pillow's integer formulas, bit for bit: a rounded blend in
 * floating point would differ by one in about a third of half-transparent pixels.
 */
public final class Compositing {
  private Compositing() {}

  /** Returns {@code a * b / 255}, rounded, for values of 0 to 255. */
  private static int scale(int a, int b) {
    int t = a * b + 128;
    return ((t >> 8) + t) >> 8;
  }

  /** Multiplies the colours of an RGBA picture by its alpha. */
  public static Pixels premultiply(Pixels rgba) {
    requireAlpha(rgba);
    byte[] samples = rgba.samples().clone();
    for (int i = 0; i < samples.length; i += 4) {
      int alpha = samples[i + 3] & 0xff;
      for (int c = 0; c < 3; c++) {
        samples[i + c] = (byte) scale(samples[i + c] & 0xff, alpha);
      }
    }
    return Pixels.wrap(rgba.width(), rgba.height(), 4, samples);
  }

  /** Divides the premultiplied colours of an RGBA picture by its alpha. */
  public static Pixels unpremultiply(Pixels rgba) {
    requireAlpha(rgba);
    byte[] samples = rgba.samples().clone();
    for (int i = 0; i < samples.length; i += 4) {
      int alpha = samples[i + 3] & 0xff;
      if (alpha != 0 && alpha != 255) {
        for (int c = 0; c < 3; c++) {
          samples[i + c] = (byte) Math.min(255 * (samples[i + c] & 0xff) / alpha, 255);
        }
      }
    }
    return Pixels.wrap(rgba.width(), rgba.height(), 4, samples);
  }

  /** Multiplies all samples of a picture, its alpha too, by a grey picture of the same size. */
  public static Pixels multiply(Pixels picture, Pixels weights) {
    requireSameSize(picture, weights);
    int channels = picture.channels();
    byte[] samples = picture.samples().clone();
    byte[] weight = weights.samples();
    for (int i = 0; i < weight.length; i++) {
      int w = weight[i] & 0xff;
      for (int at = i * channels; at < (i + 1) * channels; at++) {
        samples[at] = (byte) scale(samples[at] & 0xff, w);
      }
    }
    return Pixels.wrap(picture.width(), picture.height(), channels, samples);
  }

  /** Composites an RGBA picture over another of the same size. */
  public static Pixels over(Pixels source, Pixels backdrop) {
    requireAlpha(source);
    requireAlpha(backdrop);
    requireSameSize(source, backdrop);
    byte[] result = backdrop.samples().clone();
    byte[] top = source.samples();
    for (int i = 0; i < result.length; i += 4) {
      if (top[i + 3] != 0) {
        blend(top, result, i);
      }
    }
    return Pixels.wrap(source.width(), source.height(), 4, result);
  }

  private static void blend(byte[] source, byte[] target, int at) {
    int alpha = source[at + 3] & 0xff;
    int below = (target[at + 3] & 0xff) * (255 - alpha);
    int total = alpha * 255 + below;
    int sourceShare = alpha * 255 * 255 * 128 / total;
    int targetShare = 255 * 128 - sourceShare;
    for (int c = at; c < at + 3; c++) {
      int t = (source[c] & 0xff) * sourceShare + (target[c] & 0xff) * targetShare + (128 << 7);
      target[c] = (byte) (((t >> 8) + t) >> 15);
    }
    int t = total + 128;
    target[at + 3] = (byte) (((t >> 8) + t) >> 8);
  }

  /**
   * Returns a colour that a picture can be laid on.
   *
   * @param name what the colour is called in the message
   * @throws IllegalArgumentException if the colour is not opaque
   */
  public static Color requireOpaque(String name, Color colour) {
    if (colour.getAlpha() != 255) {
      throw new IllegalArgumentException(
          name + " must be opaque, but its alpha is: " + colour.getAlpha() + " of 255.");
    }
    return colour;
  }

  /** Lays a picture on an opaque background and drops its alpha: any picture becomes RGB. */
  public static Pixels flatten(Pixels picture, Color background) {
    return flatten(picture, background.getRGB() & 0xffffff);
  }

  /**
   * Lays a picture on a plain background and drops its alpha: any picture becomes RGB.
   *
   * @param background the colour as {@code 0xRRGGBB}
   */
  public static Pixels flatten(Pixels picture, int background) {
    if (picture.channels() != 4) {
      return picture.rgb();
    }
    byte[] from = picture.samples();
    byte[] flat = new byte[picture.width() * picture.height() * 3];
    for (int i = 0, at = 0; i < from.length; i += 4) {
      int alpha = from[i + 3] & 0xff;
      for (int c = 0; c < 3; c++) {
        int below = background >> (16 - 8 * c) & 0xff;
        flat[at++] = (byte) mix(from[i + c], (byte) below, alpha);
      }
    }
    return Pixels.wrap(picture.width(), picture.height(), 3, flat);
  }

  /**
   * Lays a picture over another of the same size and channels: Pillow's "paste" with a mask.
   *
   * @param weights a grey picture, 255 where {@code source} shows alone, 0 where the backdrop does
   */
  public static Pixels mix(Pixels source, Pixels backdrop, Pixels weights) {
    requireSameSize(source, backdrop);
    requireSameSize(source, weights);
    if (source.channels() != backdrop.channels()) {
      throw new IllegalArgumentException(
          "The pictures must have the same channels, but got: "
              + source
              + " and "
              + backdrop
              + ".");
    }
    int channels = source.channels();
    byte[] result = backdrop.samples().clone();
    for (int i = 0; i < result.length; i++) {
      int weight = weights.samples()[i / channels] & 0xff;
      result[i] = (byte) mix(source.samples()[i], result[i], weight);
    }
    return Pixels.wrap(source.width(), source.height(), channels, result);
  }

  /**
   * Returns what lies between two pictures of one size, all their samples alike, cut to whole
   * levels: Pillow's "blend". If one of them has alpha, so has the result.
   *
   * @param share how much of the second shows, from 0 to 1
   */
  public static Pixels blend(Pixels first, Pixels second, double share) {
    requireSameSize(first, second);
    boolean alpha = first.channels() == 4 || second.channels() == 4;
    byte[] result = (alpha ? first.rgba() : first.rgb()).samples().clone();
    byte[] other = (alpha ? second.rgba() : second.rgb()).samples();
    for (int i = 0; i < result.length; i++) {
      int from = result[i] & 0xff;
      result[i] = (byte) (from + (float) share * ((other[i] & 0xff) - from));
    }
    return Pixels.wrap(first.width(), first.height(), alpha ? 4 : 3, result);
  }

  /** Returns the weighted mean of two samples, rounded; a weight of 255 gives the first. */
  static int mix(byte source, byte backdrop, int weight) {
    int t = (backdrop & 0xff) * (255 - weight) + (source & 0xff) * weight + 128;
    return ((t >> 8) + t) >> 8;
  }

  /** Gives an RGB picture an alpha channel, a grey picture of the same size. */
  public static Pixels withAlpha(Pixels rgb, Pixels alpha) {
    requireSameSize(rgb, alpha);
    byte[] samples = rgb.rgba().samples().clone();
    for (int i = 0; i < alpha.samples().length; i++) {
      samples[4 * i + 3] = alpha.samples()[i];
    }
    return Pixels.wrap(rgb.width(), rgb.height(), 4, samples);
  }

  private static void requireAlpha(Pixels picture) {
    if (picture.channels() != 4) {
      throw new IllegalArgumentException(
          "The picture must have an alpha channel, but got: " + picture + ".");
    }
  }

  private static void requireSameSize(Pixels a, Pixels b) {
    if (!a.size().equals(b.size())) {
      throw new IllegalArgumentException(
          "The pictures must be of one size, but got: " + a + " and " + b + ".");
    }
  }
}
