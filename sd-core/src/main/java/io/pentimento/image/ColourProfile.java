package io.pentimento.image;

import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Optional;

/** What the samples of a picture mean as colours, by the ICC. */
final class ColourProfile {
  private static final int[] RGB = {0, 1, 2};
  private static final int[] CMYK = {0, 1, 2, 3};

  /** Levels along each side of the cube of colours by which profiles are compared. */
  private static final int CUBE = 9;

  /** Profiles that all mean sRGB differ by so many levels of 255. */
  private static final int NEAR = 2;

  private final ICC_Profile profile;

  private ColourProfile(ICC_Profile profile) {
    this.profile = profile;
  }

  static ColourProfile of(ICC_Profile profile) {
    return new ColourProfile(profile);
  }

  /** Reads a profile of RGB pictures, or nothing if it is damaged or of another kind. */
  static Optional<ColourProfile> ofRgb(byte[] data) {
    return read(data, ColorSpace.TYPE_RGB, 3);
  }

  /** Reads a profile of CMYK pictures, or nothing if it is damaged or of another kind. */
  static Optional<ColourProfile> ofInks(byte[] data) {
    return read(data, ColorSpace.TYPE_CMYK, 4);
  }

  private static Optional<ColourProfile> read(byte[] data, int type, int channels) {
    try {
      ICC_Profile profile = ICC_Profile.getInstance(data);
      if (profile.getColorSpaceType() != type) {
        return Optional.empty();
      }
      ColourProfile read = new ColourProfile(profile);
      // Damage inside shows when it is used for the first time.
      read.filter(
          raster(new byte[channels], 1, 1, channels, channels == 3 ? RGB : CMYK),
          raster(new byte[3], 1, 1, 3, RGB));
      return Optional.of(read);
    } catch (IllegalArgumentException | CMMException e) {
      return Optional.empty();
    }
  }

  /**
   * Converts the colours of RGB or RGBA. A profile that means sRGB as near as matters, as most do,
   * changes nothing.
   *
   * @throws CMMException if the profile is damaged
   */
  Pixels toSrgb(Pixels picture) {
    byte[] cube = cube();
    byte[] converted = convert(cube, cube.length / 3, 1, 3);
    return isNear(cube, converted)
        ? picture
        : Pixels.wrap(
            picture.width(),
            picture.height(),
            picture.channels(),
            convert(picture.samples(), picture.width(), picture.height(), picture.channels()));
  }

  /**
   * Converts four inks to RGB.
   *
   * @param inks interleaved, 255 = full
   * @throws CMMException if the profile is damaged
   */
  Pixels inksToSrgb(int width, int height, byte[] inks) {
    Pixels result = Pixels.blank(width, height, 3);
    filter(raster(inks, width, height, 4, CMYK), raster(result.samples(), width, height, 3, RGB));
    return result;
  }

  private byte[] convert(byte[] samples, int width, int height, int channels) {
    // Alpha stays as it is.
    byte[] result = samples.clone();
    filter(
        raster(samples, width, height, channels, RGB),
        raster(result, width, height, channels, RGB));
    return result;
  }

  private void filter(Raster from, WritableRaster to) {
    ICC_Profile[] way = {profile, ICC_Profile.getInstance(ColorSpace.CS_sRGB)};
    new ColorConvertOp(way, null).filter(from, to);
  }

  private static WritableRaster raster(
      byte[] samples, int width, int height, int channels, int[] bands) {
    DataBufferByte data = new DataBufferByte(samples, samples.length);
    return Raster.createInterleavedRaster(
        data, width, height, width * channels, channels, bands, null);
  }

  private static byte[] cube() {
    byte[] cube = new byte[3 * CUBE * CUBE * CUBE];
    for (int i = 0; i < cube.length / 3; i++) {
      cube[3 * i] = level(i % CUBE);
      cube[3 * i + 1] = level(i / CUBE % CUBE);
      cube[3 * i + 2] = level(i / CUBE / CUBE);
    }
    return cube;
  }

  private static byte level(int step) {
    return (byte) (255 * step / (CUBE - 1));
  }

  private static boolean isNear(byte[] samples, byte[] others) {
    for (int i = 0; i < samples.length; i++) {
      if (Math.abs((samples[i] & 0xff) - (others[i] & 0xff)) > NEAR) {
        return false;
      }
    }
    return true;
  }
}
