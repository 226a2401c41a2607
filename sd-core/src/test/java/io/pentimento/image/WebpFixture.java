package io.pentimento.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/** Lossless WebP files of one colour, for which Java has no writer. */
public final class WebpFixture {
  private final BitSet bits = new BitSet();
  private int length;

  private WebpFixture() {}

  public static byte[] of(int width, int height, int argb) {
    WebpFixture fixture = new WebpFixture();
    fixture.put(0x2f, 8);
    fixture.put(width - 1, 14);
    fixture.put(height - 1, 14);
    fixture.put(argb >>> 24 < 255 ? 1 : 0, 1);
    fixture.put(0, 3);
    // No transform, no colour cache, no groups of codes.
    fixture.put(0, 3);
    for (int shift : new int[] {8, 16, 0, 24}) {
      fixture.putCode(argb >>> shift & 0xff);
    }
    fixture.putCode(0);
    return riff(chunk("VP8L", fixture.bytes()));
  }

  /** A code of one symbol, which then takes no bits in the picture. */
  private void putCode(int symbol) {
    put(1, 1);
    put(0, 1);
    put(1, 1);
    put(symbol, 8);
  }

  private void put(int value, int count) {
    for (int i = 0; i < count; i++) {
      bits.set(length++, (value >> i & 1) == 1);
    }
  }

  private byte[] bytes() {
    byte[] result = new byte[(length + 7) / 8 + 4];
    byte[] set = bits.toByteArray();
    System.arraycopy(set, 0, result, 0, set.length);
    return result;
  }

  public static byte[] chunk(String type, byte[] data) {
    ByteBuffer chunk = ByteBuffer.allocate(8 + data.length + (data.length & 1));
    chunk.order(ByteOrder.LITTLE_ENDIAN).put(type.getBytes(StandardCharsets.ISO_8859_1));
    return chunk.putInt(data.length).put(data).array();
  }

  public static byte[] riff(byte[]... chunks) {
    int size = 4;
    for (byte[] chunk : chunks) {
      size += chunk.length;
    }
    ByteBuffer file = ByteBuffer.allocate(8 + size).order(ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(StandardCharsets.ISO_8859_1)).putInt(size);
    file.put("WEBP".getBytes(StandardCharsets.ISO_8859_1));
    for (byte[] chunk : chunks) {
      file.put(chunk);
    }
    return file.array();
  }

  /** The extended format: the picture's chunk behind a header, and EXIF. */
  public static byte[] withExif(int width, int height, int argb, byte[] exif) {
    ByteBuffer header = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(8 | (argb >>> 24 < 255 ? 16 : 0));
    header.put((byte) (width - 1)).putShort((short) (width - 1 >> 8));
    header.put((byte) (height - 1)).putShort((short) (height - 1 >> 8));
    byte[] plain = of(width, height, argb);
    byte[] picture = java.util.Arrays.copyOfRange(plain, 12, plain.length);
    return riff(chunk("VP8X", header.array()), picture, chunk("EXIF", exif));
  }
}
