package io.pentimento.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Damaged files give a picture or an IOException, and nothing else, in bounded memory. */
class PictureReaderFuzzTest {
  private static final int WIDTH = 21;
  private static final int HEIGHT = 13;
  private static final int MOST_PIXELS = 10_000;
  private static final int ROUNDS = 1500;

  /** What one file of a few kilobytes may take; a picture of the largest size takes 160 KB. */
  private static final long MOST_BYTES = 16 << 20;

  /** WebP's decoder makes room for up to 65,536 groups of codes, however short the file is. */
  private static final long MOST_BYTES_OF_WEBP = 1 << 30;

  private static Map<String, byte[]> files() throws IOException {
    byte[] exif = JpegFixture.exif(ByteOrder.LITTLE_ENDIAN, Optional.of(6));
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    byte[] jpeg = JpegFixture.of(noise());
    byte[] inks = JpegFixture.fourBands(WIDTH, HEIGHT, 90, 80, 70, 60);
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String format : new String[] {"png", "gif", "bmp", "tiff"}) {
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      ImageIO.write(noise(), format, file);
      files.put(format, file.toByteArray());
    }
    files.put("png with all chunks", png(exif, profile));
    files.put("jpeg", jpeg);
    files.put("jpeg with EXIF and profile", withAll(exif, profile, jpeg));
    files.put("jpeg of CMYK", JpegFixture.withAdobe(0, inks));
    files.put("jpeg of YCCK", JpegFixture.withAdobe(2, withAll(exif, profile, inks)));
    files.put("webp", WebpFixture.of(WIDTH, HEIGHT, 0x80112233));
    files.put("webp with EXIF", WebpFixture.withExif(WIDTH, HEIGHT, 0xff112233, exif));
    return files;
  }

  private static byte[] withAll(byte[] exif, byte[] profile, byte[] jpeg) {
    return JpegFixture.withExif(exif, JpegFixture.withProfile(profile, jpeg));
  }

  private static byte[] png(byte[] exif, byte[] profile) {
    byte[][] rows = new byte[HEIGHT][8 * WIDTH];
    for (int y = 0; y < HEIGHT; y++) {
      new java.util.Random(y).nextBytes(rows[y]);
    }
    return PngFixture.of(WIDTH, HEIGHT, 16, PngFixture.RGBA)
        .profile(profile)
        .chunk("eXIf", exif)
        .rows(rows);
  }

  private static BufferedImage noise() {
    SplittableRandom random = new SplittableRandom(1);
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      image.setRGB(i % WIDTH, i / WIDTH, random.nextInt());
    }
    return image;
  }

  @TestFactory
  Stream<DynamicTest> damagedFiles_areReadOrRefused() throws IOException {
    return files().entrySet().stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getKey(), () -> damageAndRead(file.getKey(), file.getValue())));
  }

  private static void damageAndRead(String name, byte[] file) throws IOException {
    assertThat(PictureReader.read(file, MOST_PIXELS)).isNotNull();
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] damaged = damaged(file, new SplittableRandom(round));
      long before = allocated();
      try {
        BufferedImage read = PictureReader.read(damaged, MOST_PIXELS);
        assertThat(read.getWidth() * read.getHeight()).isBetween(1, MOST_PIXELS);
      } catch (IOException e) {
        assertThat(e).hasMessageStartingWith("The picture ");
        refused++;
      } catch (RuntimeException | Error e) {
        throw new AssertionError(name + ", damaged in round " + round, e);
      }
      assertThat(allocated() - before)
          .as("bytes taken in round %d", round)
          .isLessThan(name.startsWith("webp") ? MOST_BYTES_OF_WEBP : MOST_BYTES);
    }
    assertThat(refused).as("refused files").isBetween(ROUNDS / 20, ROUNDS);
  }

  /** Cuts a file, or changes bytes anywhere or near its beginning, where the headers are. */
  private static byte[] damaged(byte[] file, SplittableRandom random) {
    if (random.nextInt(4) == 0) {
      return Arrays.copyOf(file, random.nextInt(file.length));
    }
    byte[] damaged = file.clone();
    int range = random.nextBoolean() ? file.length : Math.min(80, file.length);
    for (int count = random.nextInt(8); count >= 0; count--) {
      int at = random.nextInt(range);
      damaged[at] =
          switch (random.nextInt(3)) {
            case 0 -> (byte) (damaged[at] ^ 1 << random.nextInt(8));
            case 1 -> (byte) -1;
            default -> (byte) random.nextInt(256);
          };
    }
    return damaged;
  }

  private static long allocated() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }
}
