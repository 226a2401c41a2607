package io.pentimento.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A profile of a printer whose inks are all grey: each of cyan, magenta and yellow takes half of
 * the light that CIE's lightness knows, black all of it.
 */
final class InkProfile {
  private static final int HEADER = 128;
  private static final int TABLE = 4 + 12;

  /** Type, counts, matrix, four curves of 256, a cube of 2 levels a side, three curves of 256. */
  private static final int LUT = 48 + 4 * 256 + 16 * 3 + 3 * 256;

  private InkProfile() {}

  static byte[] bytes() {
    ByteBuffer profile = ByteBuffer.allocate(HEADER + TABLE + LUT);
    profile.putInt(profile.capacity()).putInt(0).putInt(0x02400000);
    put(profile, "prtrCMYKLab ");
    profile.putShort((short) 2026).putShort((short) 1).putShort((short) 1).position(36);
    put(profile, "acsp");
    profile.position(68);
    profile.putInt(0xf6d6).putInt(0x10000).putInt(0xd32d).position(HEADER);
    profile.putInt(1);
    put(profile, "A2B0");
    profile.putInt(HEADER + TABLE).putInt(LUT);
    put(profile, "mft1");
    profile.putInt(0).put((byte) 4).put((byte) 3).put((byte) 2).put((byte) 0);
    for (int i = 0; i < 9; i++) {
      profile.putInt(i % 4 == 0 ? 0x10000 : 0);
    }
    curves(profile, 4);
    for (int corner = 0; corner < 16; corner++) {
      boolean black = (corner & 1) == 1;
      int inks = Integer.bitCount(corner >> 1);
      profile.put((byte) (black ? 0 : 255 >> inks)).put((byte) 128).put((byte) 128);
    }
    curves(profile, 3);
    return profile.array();
  }

  private static void put(ByteBuffer target, String text) {
    target.put(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void curves(ByteBuffer target, int count) {
    for (int i = 0; i < 256 * count; i++) {
      target.put((byte) i);
    }
  }
}
