package io.pentimento.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** PNG files of kinds that Java does not write. */
public final class PngFixture {
  public static final int GREY = 0;
  public static final int RGB = 2;
  public static final int PALETTE = 3;
  public static final int GREY_ALPHA = 4;
  public static final int RGBA = 6;

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();

  private PngFixture() {
    file.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
  }

  public static PngFixture of(int width, int height, int bits, int colourType) {
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
    header.put((byte) bits).put((byte) colourType);
    return new PngFixture().chunk("IHDR", header.array());
  }

  public PngFixture chunk(String type, byte... data) {
    byte[] name = type.getBytes(StandardCharsets.ISO_8859_1);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(data);
    file.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    file.writeBytes(name);
    file.writeBytes(data);
    file.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    return this;
  }

  public PngFixture profile(byte[] profile) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes(new byte[] {'p', 0, 0});
    data.writeBytes(deflated(profile));
    return chunk("iCCP", data.toByteArray());
  }

  /** Ends the file with rows of samples as they are stored, without filters. */
  public byte[] rows(byte[]... rows) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (byte[] row : rows) {
      lines.write(0);
      lines.writeBytes(row);
    }
    return chunk("IDAT", deflated(lines.toByteArray())).chunk("IEND").file.toByteArray();
  }

  private static byte[] deflated(byte[] data) {
    Deflater deflater = new Deflater();
    deflater.setInput(data);
    deflater.finish();
    byte[] packed = new byte[data.length + 100];
    int length = deflater.deflate(packed);
    deflater.end();
    return java.util.Arrays.copyOf(packed, length);
  }
}
