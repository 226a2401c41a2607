package io.pentimento.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** JPEG files of kinds that Java does not write by itself. */
public final class JpegFixture {
  private JpegFixture() {}

  /** Writes a plain colour of four bands, stored as they are. */
  public static byte[] fourBands(int width, int height, int... colour) throws IOException {
    WritableRaster raster =
        Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, height, 4, null);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        raster.setPixel(x, y, colour);
      }
    }
    return written(new IIOImage(raster, null, null));
  }

  public static byte[] of(BufferedImage image) throws IOException {
    return written(new IIOImage(image, null, null));
  }

  private static byte[] written(IIOImage image) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
      writer.setOutput(out);
      writer.write(null, image, null);
    } finally {
      writer.dispose();
    }
    return file.toByteArray();
  }

  /** Puts a segment behind the file's first two bytes. */
  public static byte[] with(int marker, byte[] data, byte[] file) {
    ByteBuffer result = ByteBuffer.allocate(file.length + data.length + 4);
    result.put(file, 0, 2).put((byte) 0xff).put((byte) marker);
    result.putShort((short) (data.length + 2)).put(data).put(file, 2, file.length - 2);
    return result.array();
  }

  /** Adobe's segment: 0 for CMYK, 2 for YCCK. */
  public static byte[] withAdobe(int transform, byte[] file) {
    byte[] data = {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, (byte) transform};
    return with(0xee, data, file);
  }

  public static byte[] withExif(byte[] exif, byte[] file) {
    ByteBuffer data = ByteBuffer.allocate(exif.length + 6);
    data.put("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1)).put(exif);
    return with(0xe1, data.array(), file);
  }

  /** A profile in two parts, the second before the first. */
  public static byte[] withProfile(byte[] profile, byte[] file) {
    int half = profile.length / 2;
    byte[] first = part(1, profile, 0, half);
    return with(0xe2, part(2, profile, half, profile.length), with(0xe2, first, file));
  }

  private static byte[] part(int number, byte[] profile, int from, int to) {
    ByteBuffer data = ByteBuffer.allocate(14 + to - from);
    data.put("ICC_PROFILE\0".getBytes(StandardCharsets.ISO_8859_1));
    data.put((byte) number).put((byte) 2).put(profile, from, to - from);
    return data.array();
  }

  /** EXIF of one tag, in either byte order; without a value for none. */
  public static byte[] exif(ByteOrder order, Optional<Integer> orientation) {
    ByteBuffer exif = ByteBuffer.allocate(26).order(order);
    exif.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.ISO_8859_1));
    exif.putShort((short) 42).putInt(8);
    exif.putShort((short) (orientation.isPresent() ? 1 : 0));
    if (orientation.isPresent()) {
      exif.putShort((short) 0x112).putShort((short) 3).putInt(1);
      exif.putShort((short) (int) orientation.get()).putShort((short) 0);
    }
    return exif.array();
  }
}
