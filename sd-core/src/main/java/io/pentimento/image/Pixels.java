package io.pentimento.image;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * A picture as 8-bit samples: rows from top to bottom, channels interleaved, without padding. One
 * channel is grey, three are RGB, four are RGBA with straight (not premultiplied) alpha unless a
 * method says otherwise.
 *
 * <p>No method changes the picture it is called on, and none hands out a picture that shares its
 * array, except {@link #samples()} and {@link #wrap}, which exist so that big pictures need not be
 * copied.
 */
public final class Pixels {
  private final int width;
  private final int height;
  private final int channels;
  private final byte[] samples;

  private Pixels(int width, int height, int channels, byte[] samples) {
    this.width = width;
    this.height = height;
    this.channels = channels;
    this.samples = samples;
  }

  /**
   * Makes a picture of samples, without copying them: they must not change any more.
   *
   * @throws IllegalArgumentException if the number of channels or of samples does not fit
   */
  public static Pixels wrap(int width, int height, int channels, byte[] samples) {
    if (channels != 1 && channels != 3 && channels != 4) {
      throw new IllegalArgumentException("channels must be 1, 3 or 4, but got: " + channels + ".");
    }
    int length = length(width, height, channels);
    if (samples.length != length) {
      throw new IllegalArgumentException(
          "A %dx%d picture of %d channels has %d samples, but got: %d."
              .formatted(width, height, channels, length, samples.length));
    }
    return new Pixels(width, height, channels, samples);
  }

  /** Makes a picture whose samples are all 0: black, and transparent if it has four channels. */
  public static Pixels blank(int width, int height, int channels) {
    return wrap(width, height, channels, new byte[length(width, height, channels)]);
  }

  /**
   * Reads an image of any type. Samples of grey and sRGB images are taken as they are stored, with
   * no conversion of colours, 16-bit ones by their upper half, and other ones by what part of their
   * range they are; images of other colour spaces are converted to sRGB. Grey gives one channel, an
   * alpha channel or a transparent palette entry gives four, all else three.
   */
  public static Pixels of(BufferedImage image) {
    return StoredSamples.read(image);
  }

  private static int length(int width, int height, int channels) {
    ImageSize size = new ImageSize(width, height);
    try {
      return Math.multiplyExact(Math.multiplyExact(width, height), channels);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "A picture must have at most 2^31 - 1 samples, but got: %s with %d channels."
              .formatted(size, channels),
          e);
    }
  }

  /** Returns the pixels across. */
  public int width() {
    return width;
  }

  /** Returns the pixels down. */
  public int height() {
    return height;
  }

  /** Returns the number of channels: 1, 3 or 4. */
  public int channels() {
    return channels;
  }

  /** Returns the size. */
  public ImageSize size() {
    return new ImageSize(width, height);
  }

  /** Returns the samples themselves, not a copy: they must not be changed. */
  public byte[] samples() {
    return samples;
  }

  /** Returns one sample, 0 to 255. */
  public int sample(int x, int y, int channel) {
    return samples[(y * width + x) * channels + channel] & 0xff;
  }

  /**
   * Returns the picture as {@link BufferedImage#TYPE_BYTE_GRAY}, {@code TYPE_INT_RGB} or {@code
   * TYPE_INT_ARGB}.
   */
  public BufferedImage toImage() {
    return StoredSamples.write(this);
  }

  /** Tells whether any pixel is not fully opaque. */
  public boolean hasTransparency() {
    if (channels == 4) {
      for (int i = 3; i < samples.length; i += 4) {
        if (samples[i] != (byte) 255) {
          return true;
        }
      }
    }
    return false;
  }

  /** Returns a part of this picture, all of which must lie inside. */
  public Pixels crop(Rectangle box) {
    if (!new Rectangle(width, height).contains(box)) {
      throw new IllegalArgumentException(
          "The part must lie inside the %dx%d picture, but got: %s.".formatted(width, height, box));
    }
    byte[] part = new byte[box.width * box.height * channels];
    int length = box.width * channels;
    for (int y = 0; y < box.height; y++) {
      System.arraycopy(samples, ((box.y + y) * width + box.x) * channels, part, y * length, length);
    }
    return new Pixels(box.width, box.height, channels, part);
  }

  /**
   * Returns this picture on a canvas of zeros, its left upper corner at a place; what falls outside
   * is cut off.
   */
  public Pixels onCanvas(ImageSize canvas, int left, int top) {
    Pixels result = blank(canvas.width(), canvas.height(), channels);
    int from = Math.max(0, -left);
    int to = Math.min(width, canvas.width() - left);
    if (from < to) {
      for (int y = Math.max(0, -top); y < Math.min(height, canvas.height() - top); y++) {
        int target = ((top + y) * canvas.width() + left + from) * channels;
        System.arraycopy(
            samples, (y * width + from) * channels, result.samples, target, (to - from) * channels);
      }
    }
    return result;
  }

  /**
   * Returns this picture continued to the right and below, where it is mirrored at its edges as
   * often as needed; this one if it has the size already.
   *
   * @param canvas a size that is nowhere smaller
   */
  public Pixels mirroredTo(ImageSize canvas) {
    if (canvas.equals(size())) {
      return this;
    }
    if (canvas.width() < width || canvas.height() < height) {
      throw new IllegalArgumentException(
          "The canvas must be at least %s, but is: %s.".formatted(size(), canvas));
    }
    Pixels result = blank(canvas.width(), canvas.height(), channels);
    int at = 0;
    for (int y = 0; y < canvas.height(); y++) {
      int row = mirrored(y, height) * width;
      for (int x = 0; x < canvas.width(); x++) {
        int from = (row + mirrored(x, width)) * channels;
        for (int channel = 0; channel < channels; channel++) {
          result.samples[at++] = samples[from + channel];
        }
      }
    }
    return result;
  }

  private static int mirrored(int place, int length) {
    int turn = place % (2 * length);
    return Math.min(turn, 2 * length - 1 - turn);
  }

  /** Returns one channel as a grey picture. */
  public Pixels channel(int channel) {
    byte[] plane = new byte[width * height];
    for (int i = 0; i < plane.length; i++) {
      plane[i] = samples[i * channels + channel];
    }
    return new Pixels(width, height, 1, plane);
  }

  /**
   * Returns the luma of RGB by Pillow's weights, (19595 R + 38470 G + 7471 B) / 65536 rounded;
   * alpha is ignored.
   */
  public Pixels grey() {
    if (channels == 1) {
      return this;
    }
    byte[] grey = new byte[width * height];
    for (int i = 0; i < grey.length; i++) {
      int at = i * channels;
      int red = samples[at] & 0xff;
      int green = samples[at + 1] & 0xff;
      int blue = samples[at + 2] & 0xff;
      grey[i] = (byte) ((19595 * red + 38470 * green + 7471 * blue + 32768) >> 16);
    }
    return new Pixels(width, height, 1, grey);
  }

  /** Returns this picture with three channels: grey is repeated, alpha is dropped. */
  public Pixels rgb() {
    return channels == 3 ? this : withChannels(3);
  }

  /**
   * Returns this picture with four channels: grey is repeated, and opaque where there was no alpha.
   */
  public Pixels rgba() {
    return channels == 4 ? this : withChannels(4);
  }

  /**
   * Returns the colours of this picture with an alpha channel.
   *
   * @param alpha a grey picture of the same size, 255 where this picture is opaque
   */
  public Pixels withAlpha(Pixels alpha) {
    if (alpha.channels != 1 || !alpha.size().equals(size())) {
      throw new IllegalArgumentException(
          "alpha must be grey and %s, but got: %s.".formatted(size(), alpha));
    }
    Pixels result = withChannels(4);
    for (int i = 0; i < alpha.samples.length; i++) {
      result.samples[4 * i + 3] = alpha.samples[i];
    }
    return result;
  }

  private Pixels withChannels(int count) {
    byte[] result = new byte[length(width, height, count)];
    if (count == 4) {
      Arrays.fill(result, (byte) 255);
    }
    for (int i = 0; i < width * height; i++) {
      for (int c = 0; c < 3; c++) {
        result[i * count + c] = samples[i * channels + (channels == 1 ? 0 : c)];
      }
    }
    return new Pixels(width, height, count, result);
  }

  /** Tells whether another object is a picture of the same size and samples. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Pixels pixels
        && width == pixels.width
        && height == pixels.height
        && channels == pixels.channels
        && Arrays.equals(samples, pixels.samples);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * width + channels) + Arrays.hashCode(samples);
  }

  @Override
  public String toString() {
    return "Pixels["
        + width
        + "x"
        + height
        + ", "
        + channels
        + (channels == 1 ? " channel]" : " channels]");
  }
}
