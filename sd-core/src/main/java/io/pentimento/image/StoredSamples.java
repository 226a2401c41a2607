package io.pentimento.image;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * Carries samples between {@link BufferedImage} and {@link Pixels}.
 *
 * <p>{@code BufferedImage.getRGB} takes grey for linear light and would brighten it on the way to
 * sRGB, so grey images are read from their raster. So are RGB images of 8 or 16 bits, because that
 * is much faster, and because {@code getRGB} would round 16 bits where all programs around Stable
 * Diffusion take the upper half. What is rare goes through {@code getRGB}.
 */
final class StoredSamples {
  private StoredSamples() {}

  static Pixels read(BufferedImage image) {
    ColorModel model = image.getColorModel();
    if (model instanceof IndexColorModel) {
      return readConverted(image);
    }
    ColorSpace colours = model.getColorSpace();
    if (colours.getType() == ColorSpace.TYPE_GRAY) {
      return isPlain(model) ? readGrey(image) : readNormalized(image);
    }
    if (colours.getType() != ColorSpace.TYPE_RGB) {
      return readConverted(image);
    }
    if (isPlain(model) && image.getRaster().getNumBands() == (model.hasAlpha() ? 4 : 3)) {
      Pixels stored = readBands(image);
      return !colours.isCS_sRGB() && colours instanceof ICC_ColorSpace icc
          ? ColourProfile.of(icc.getProfile()).toSrgb(stored)
          : stored;
    }
    return colours.isCS_sRGB() && isFloating(model) ? readNormalized(image) : readConverted(image);
  }

  /** Tells whether samples are 8 bits, or unsigned 16 bits, and alpha is straight. */
  private static boolean isPlain(ColorModel model) {
    if (model.isAlphaPremultiplied()) {
      return false;
    }
    for (int bits : model.getComponentSize()) {
      boolean half = bits == 16 && model.getTransferType() == DataBuffer.TYPE_USHORT;
      if (bits != 8 && !half) {
        return false;
      }
    }
    return true;
  }

  private static boolean isFloating(ColorModel model) {
    return model.getTransferType() == DataBuffer.TYPE_FLOAT
        || model.getTransferType() == DataBuffer.TYPE_DOUBLE;
  }

  private static Pixels readGrey(BufferedImage image) {
    Raster raster = image.getRaster();
    int width = image.getWidth();
    int bands = raster.getNumBands();
    int shift = image.getColorModel().getComponentSize(0) - 8;
    Pixels pixels = Pixels.blank(width, image.getHeight(), bands == 1 ? 1 : 4);
    byte[] samples = pixels.samples();
    int[] row = new int[width * bands];
    int at = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
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

  private static Pixels readBands(BufferedImage image) {
    Raster raster = image.getRaster();
    int channels = raster.getNumBands();
    int shift = image.getColorModel().getComponentSize(0) - 8;
    Pixels pixels = Pixels.blank(image.getWidth(), image.getHeight(), channels);
    byte[] samples = pixels.samples();
    int[] row = new int[pixels.width() * channels];
    for (int y = 0; y < pixels.height(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, pixels.width(), 1, row);
      int at = y * row.length;
      for (int i = 0; i < row.length; i++) {
        samples[at + i] = (byte) (row[i] >> shift);
      }
    }
    return pixels;
  }

  /** Reads samples of any type and depth by what part of their range they are. */
  private static Pixels readNormalized(BufferedImage image) {
    ColorModel model = image.getColorModel();
    Raster raster = image.getRaster();
    int colours = model.getNumColorComponents();
    int channels = model.hasAlpha() ? 4 : colours;
    Pixels pixels = Pixels.blank(image.getWidth(), image.getHeight(), channels);
    byte[] samples = pixels.samples();
    for (int i = 0; i < pixels.width() * pixels.height(); i++) {
      int x = raster.getMinX() + i % pixels.width();
      int y = raster.getMinY() + i / pixels.width();
      float[] parts = model.getNormalizedComponents(raster.getDataElements(x, y, null), null, 0);
      for (int c = 0; c < channels; c++) {
        float part = parts[c == 3 ? colours : Math.min(c, colours - 1)];
        samples[i * channels + c] = (byte) Math.round(255 * Math.max(0, Math.min(1, part)));
      }
    }
    return pixels;
  }

  private static Pixels readConverted(BufferedImage image) {
    int channels = image.getColorModel().hasAlpha() ? 4 : 3;
    Pixels pixels = Pixels.blank(image.getWidth(), image.getHeight(), channels);
    byte[] samples = pixels.samples();
    int[] row = new int[pixels.width()];
    int at = 0;
    for (int y = 0; y < pixels.height(); y++) {
      image.getRGB(0, y, row.length, 1, row, 0, row.length);
      for (int argb : row) {
        samples[at++] = (byte) (argb >> 16);
        samples[at++] = (byte) (argb >> 8);
        samples[at++] = (byte) argb;
        if (channels == 4) {
          samples[at++] = (byte) (argb >>> 24);
        }
      }
    }
    return pixels;
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
