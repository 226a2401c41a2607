package io.pentimento.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * Carries samples between {@link BufferedImage} and {@link Pixels}.
 *
 * <p>{@code BufferedImage.getRGB} takes grey for linear light and would brighten it on the way to
 * sRGB, so grey images are read from their raster. So are plain 8-bit RGB images, because that is
 * much faster; the rest goes through {@code getRGB}.
 */
final class StoredSamples {
  private StoredSamples() {}

  static Pixels read(BufferedImage image) {
    ColorModel model = image.getColorModel();
    boolean indexed = model instanceof IndexColorModel;
    if (!indexed
        && model.getColorSpace().getType() == ColorSpace.TYPE_GRAY
        && !model.isAlphaPremultiplied()) {
      return readGrey(image);
    }
    int channels = model.hasAlpha() ? 4 : 3;
    Pixels pixels = Pixels.blank(image.getWidth(), image.getHeight(), channels);
    if (!indexed && isPlain(model) && image.getRaster().getNumBands() == channels) {
      readBands(image.getRaster(), pixels);
    } else {
      readConverted(image, pixels);
    }
    return pixels;
  }

  private static boolean isPlain(ColorModel model) {
    if (!model.getColorSpace().isCS_sRGB() || model.isAlphaPremultiplied()) {
      return false;
    }
    for (int bits : model.getComponentSize()) {
      if (bits != 8) {
        return false;
      }
    }
    return true;
  }

  private static Pixels readGrey(BufferedImage image) {
    Raster raster = image.getRaster();
    int width = image.getWidth();
    int bands = raster.getNumBands();
    int shift = Math.max(0, image.getColorModel().getComponentSize(0) - 8);
    Pixels pixels = Pixels.blank(width, image.getHeight(), bands == 1 ? 1 : 4);
    byte[] samples = pixels.samples();
    int[] row = new int[width * bands];
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int i = 0; i < row.length; i += bands) {
        byte grey = (byte) (row[i] >> shift);
        samples[at++] = grey;
        if (bands > 1) {
          samples[at++] = grey;
          samples[at++] = grey;
          samples[at++] = (byte) (row[i + 1] >> shift);
        }
      }
    }
    return pixels;
  }

  private static void readBands(Raster raster, Pixels pixels) {
    byte[] samples = pixels.samples();
    int[] row = new int[pixels.width() * pixels.channels()];
    for (int y = 0; y < pixels.height(); y++) {
      raster.getPixels(0, y, pixels.width(), 1, row);
      int at = y * row.length;
      for (int i = 0; i < row.length; i++) {
        samples[at + i] = (byte) row[i];
      }
    }
  }

  private static void readConverted(BufferedImage image, Pixels pixels) {
    byte[] samples = pixels.samples();
    int[] row = new int[pixels.width()];
    int at = 0;
    for (int y = 0; y < pixels.height(); y++) {
      image.getRGB(0, y, row.length, 1, row, 0, row.length);
      for (int argb : row) {
        samples[at++] = (byte) (argb >> 16);
        samples[at++] = (byte) (argb >> 8);
        samples[at++] = (byte) argb;
        if (pixels.channels() == 4) {
          samples[at++] = (byte) (argb >>> 24);
        }
      }
    }
  }

  static BufferedImage write(Pixels pixels) {
    int width = pixels.width();
    int height = pixels.height();
    byte[] samples = pixels.samples();
    if (pixels.channels() == 1) {
      BufferedImage grey = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
      grey.getRaster().setDataElements(0, 0, width, height, samples);
      return grey;
    }
    boolean alpha = pixels.channels() == 4;
    BufferedImage image =
        new BufferedImage(
            width, height, alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
    int[] row = new int[width];
    int at = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int rgb =
            (samples[at++] & 0xff) << 16 | (samples[at++] & 0xff) << 8 | (samples[at++] & 0xff);
        row[x] = alpha ? ((samples[at++] & 0xff) << 24) | rgb : rgb;
      }
      image.getRaster().setDataElements(0, y, width, 1, row);
    }
    return image;
  }
}
