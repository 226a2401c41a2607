package io.pentimento.infotext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFileTest {
  private static final String TOLD = "猫, café\nSteps: 1, Seed: 2, Size: 8x8";
  private static final String PILLOWS_TEXT =
      "一只猫 😀 café\nNegative prompt: 不好\nSteps: 20, Sampler: Euler, Seed: 1, Size: 64x64";

  private static final String WEBP =
      "UklGRiIBAABXRUJQVlA4WAoAAAAIAAAAAQAAAQAAVlA4IC4AAACQAQCdASoCAAIAAUAmJaACdLoAA5gA/vFNr+LaR0"
          + "KZD/7xn/9xn/9xn/yIAAAARVhJRs4AAABNTQAqAAAACAABh2kABAAAAAEAAAAaAAAAAAABkoYABwAAAKYAAAAoVU5J"
          + "Q09ERQBOAFPqcysAINg93gAAIABjAGEAZgDpAAoATgBlAGcAYQB0AGkAdgBlACAAcAByAG8AbQBwAHQAOgAgTg1ZfQ"
          + "AKAFMAdABlAHAAcwA6ACAAMgAwACwAIABTAGEAbQBwAGwAZQByADoAIABFAHUAbABlAHIALAAgAFMAZQBlAGQAOgAg"
          + "ADEALAAgAFMAaQB6AGUAOgAgADYANAB4ADYANA==";

  private static final String GIF =
      "R0lGODlhAgACAIEAAMgeKAAAAAAAAAAAACH+XOS4gOWPqueMqyDwn5iAIGNhZsOpCk5lZ2F0aXZlIHByb21wdDog5L"
          + "iN5aW9ClN0ZXBzOiAyMCwgU2FtcGxlcjogRXVsZXIsIFNlZWQ6IDEsIFNpemU6IDY0eDY0ACwAAAAAAgACAAAIBgAB"
          + "CAQQEAA7";

  private static final String PACKED_ITXT =
      "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAcWlUWHRwYXJhbWV0ZXJzAAEAAAB4nHuyo+Fp/6rnPa"
          + "sVPsyf0aCQnJh2eCWXX2p6YklmWapCQVF+bkGJlcKTHb1Pl+7lCi5JLSi2UjAy0FEITswtyEktslJwLQVSQH5qaoqV"
          + "giGQkVmVaqVgZlJhZgIAtVck0MYYJjcAAAAWSURBVHicYzwhp8HAwMDEwMDAwMAAAA1yARI5coXyAAAAAElFTkSuQm"
          + "CC";

  private static final String PACKED_TEXT =
      "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAOnpUWHRwYXJhbWV0ZXJzAAB4nEtOTHupo5Be9CePK7"
          + "gktaDYSsFQRyE4NTXFSsEIyMisSrVSsKiwAAAY9QzJADm+2wAAABZJREFUeJxjPCGnwcDAwMTAwMDAwAAADXIBEjly"
          + "hfIAAAAASUVORK5CYII=";

  @TempDir Path folder;

  private static BufferedImage picture() {
    BufferedImage picture = new BufferedImage(3, 2, BufferedImage.TYPE_INT_ARGB);
    picture.setRGB(1, 1, 0x80123456);
    return picture;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void readPngText_findsWhatStandsUnderTheKeyword() throws IOException {
    Path png = folder.resolve("a.png");
    Path jpeg = folder.resolve("a.jpg");
    PictureFile.write(picture(), TOLD, png);
    PictureFile.write(picture(), TOLD, jpeg);

    assertThat(PictureFile.readPngText(png, "parameters")).contains(TOLD);
    assertThat(PictureFile.readPngText(png, "sd-ti-embedding")).isEmpty();
    assertThat(PictureFile.readPngText(jpeg, "parameters")).isEmpty();
  }

  @Test
  void write_ofAnEmptyTextLeavesNoTrace() throws IOException {
    for (String name : List.of("a.png", "a.jpg")) {
      Path file = folder.resolve(name);
      PictureFile.write(picture(), "", file);

      assertThat(PictureFile.readParameters(file)).isEmpty();
      assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
          .doesNotContain("parameters", "Exif");
      assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(3);
    }
  }

  @Test
  void write_keepsEverySampleAndCreatesFolders() throws IOException {
    Path file = folder.resolve("a/b/picture.png");
    PictureFile.write(picture(), "text", file);
    assertThat(ImageIO.read(file.toFile()).getRGB(1, 1)).isEqualTo(0x80123456);
  }

  @Test
  void write_replacesAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("picture.png"), "old");
    PictureFile.write(picture(), "text", file);
    assertThat(ImageIO.read(file.toFile())).isNotNull();
    assertThat(files()).containsExactly(file);
  }

  @Test
  void write_failureKeepsTheOldFileAndLeavesNoOther() throws IOException {
    Path file = Files.writeString(folder.resolve("picture.png"), "old");
    BufferedImage broken =
        new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB) {
          @Override
          public java.awt.image.Raster getData(java.awt.Rectangle part) {
            throw new IllegalStateException("no pixels");
          }

          @Override
          public java.awt.image.WritableRaster getRaster() {
            throw new IllegalStateException("no pixels");
          }
        };
    assertThatThrownBy(() -> PictureFile.write(broken, "text", file)).hasMessage("no pixels");
    assertThat(file).hasContent("old");
    assertThat(files()).containsExactly(file);
  }

  @Test
  void write_neverReplacesAFolder() throws IOException {
    Path target = Files.createDirectory(folder.resolve("out.png"));
    assertThatThrownBy(() -> PictureFile.write(picture(), "text", target))
        .isInstanceOf(IOException.class)
        .hasMessage("A picture must be written to a file, but " + target + " is a folder.");
    assertThat(target).isEmptyDirectory();
    assertThat(files()).containsExactly(target);
  }

  @Test
  void write_belowAFileFails() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");
    assertThatThrownBy(() -> PictureFile.write(picture(), "text", file.resolve("picture.png")))
        .isInstanceOf(IOException.class);
    assertThat(file).hasContent("old");
  }

  @Test
  void write_hasThePermissionsOfAnyNewFile() throws IOException {
    Assumptions.assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    Path plain = Files.writeString(folder.resolve("plain"), "");
    Path file = folder.resolve("picture.png");
    PictureFile.write(picture(), "text", file);
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(Files.getPosixFilePermissions(plain));
  }

  @Test
  void write_intoALinkedFolder() throws IOException {
    Path real = Files.createDirectory(folder.resolve("real"));
    Path link = folder.resolve("link");
    try {
      Files.createSymbolicLink(link, real);
    } catch (IOException | UnsupportedOperationException e) {
      Assumptions.abort("this system makes no links");
    }
    PictureFile.write(picture(), "text", link.resolve("picture.png"));
    assertThat(real.resolve("picture.png")).exists();
  }

  @Test
  void write_refusesOtherEndingsBeforeItWrites() throws IOException {
    Path file = folder.resolve("a/picture.webp");
    assertThatThrownBy(() -> PictureFile.write(picture(), "text", file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The file of a picture must end in .png, .jpg or .jpeg, but got: " + file + ".");
    assertThat(files()).isEmpty();
  }

  @Test
  void writePng_whateverTheName() throws IOException {
    Path file = folder.resolve("picture.part");
    PictureFile.writePng(picture(), "text", file);
    assertThat(PictureFile.readParameters(file)).contains("text");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.jpg", "a.jpeg", "a.JPG"})
  void write_jpegHasNoAlphaAndLosesLittle(String name) throws IOException {
    BufferedImage painted = new BufferedImage(32, 16, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 16; x++) {
        painted.setRGB(x, y, 0xff4080c0);
      }
    }
    Path file = folder.resolve(name);
    PictureFile.write(painted, TOLD, file);
    assertThat(PictureFile.readParameters(file)).contains(TOLD);
    BufferedImage read = ImageIO.read(file.toFile());
    assertThat(read.getColorModel().hasAlpha()).isFalse();
    assertThat(new int[] {read.getWidth(), read.getHeight()}).containsExactly(32, 16);
    assertClose(read.getRGB(3, 3), 0x4080c0);
    assertClose(read.getRGB(28, 12), 0xffffff);
  }

  private static void assertClose(int rgb, int expected) {
    for (int shift = 0; shift < 24; shift += 8) {
      assertThat((rgb >> shift) & 0xff).isCloseTo((expected >> shift) & 0xff, within(4));
    }
  }

  @Test
  void write_jpegKeepsGreyPictures() throws IOException {
    BufferedImage grey = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
    Path file = folder.resolve("a.jpg");
    PictureFile.write(grey, TOLD, file);
    assertClose(ImageIO.read(file.toFile()).getRGB(5, 5), 0);
  }

  @Test
  void write_jpegWithoutRoomKeepsTheOldFile() throws IOException {
    Path file = Files.writeString(folder.resolve("picture.jpg"), "old");
    assertThatThrownBy(() -> PictureFile.write(picture(), "a".repeat(40_000), file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("at most 32737 characters");
    assertThat(file).hasContent("old");
    assertThat(files()).containsExactly(file);
  }

  /** What Pillow wrote. */
  @ParameterizedTest
  @ValueSource(strings = {WEBP, GIF, PACKED_ITXT})
  void readParameters_ofOtherFormats(String base64) throws IOException {
    assertThat(read(Base64.getDecoder().decode(base64))).contains(PILLOWS_TEXT);
  }

  @Test
  void readParameters_ofPackedLatinText() throws IOException {
    assertThat(read(Base64.getDecoder().decode(PACKED_TEXT)))
        .contains("café, grün\nSteps: 1, Seed: 2, Size: 8x8");
  }

  /** Some programs put JPEG's preamble into WebP, and most chunks in front have odd lengths. */
  @Test
  void readParameters_ofWebpWithPreambleAndPadding() throws IOException {
    byte[] exif = UserComment.exif(TOLD);
    ByteBuffer file =
        ByteBuffer.allocate(12 + 8 + 4 + 8 + exif.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(latin("RIFF")).putInt(file.capacity() - 8).put(latin("WEBP"));
    file.put(latin("VP8L")).putInt(3).put(new byte[4]);
    file.put(latin("EXIF")).putInt(exif.length).put(exif);
    assertThat(read(file.array())).contains(TOLD);
  }

  @Test
  void readParameters_ofPicturesWithoutAny() throws IOException {
    Path file = folder.resolve("plain.png");
    ImageIO.write(picture(), "png", file.toFile());
    assertThat(PictureFile.readParameters(file)).isEmpty();
    BufferedImage opaque = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
    for (String format : List.of("jpg", "gif", "bmp")) {
      ImageIO.write(opaque, format, file.toFile());
      assertThat(PictureFile.readParameters(file)).as(format).isEmpty();
    }
    assertThat(read(new byte[0])).isEmpty();
    assertThat(read(latin("not a picture at all"))).isEmpty();
  }

  @Test
  void readParameters_ofAMissingFileFails() {
    assertThatThrownBy(() -> PictureFile.readParameters(folder.resolve("none.png")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void readParameters_textBehindThePixelsCounts() throws IOException {
    byte[] png = png(latin("IDATxxxx"), latin("tEXtparameters\0behind"), latin("IEND"));
    assertThat(read(png)).contains("behind");
    byte[] other = png(latin("tEXtTitle\0parameters"), latin("IEND"), latin("tEXtparameters\0x"));
    assertThat(read(other)).isEmpty();
  }

  @Test
  void readParameters_ofTextThatSwellsIsLeft() throws IOException {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.writeBytes(latin("zTXtparameters\0\0"));
    try (DeflaterOutputStream packed = new DeflaterOutputStream(bomb)) {
      packed.write(new byte[20 << 20]);
    }
    assertThat(read(png(latin("tEXtparameters\0small"), bomb.toByteArray()))).contains("small");
  }

  @Property
  void readParameters_ofDamagedFilesNeverFails(
      @ForAll("written") byte[] file, @ForAll Random random) {
    byte[] damaged = Arrays.copyOf(file, file.length - random.nextInt(2) * random.nextInt(20));
    for (int i = random.nextInt(5); i >= 0; i--) {
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
    }
    assertThatCode(() -> read(damaged)).doesNotThrowAnyException();
  }

  @Provide
  Arbitrary<byte[]> written() throws IOException {
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    JpegPicture.encode(picture(), TOLD, jpeg);
    return Arbitraries.of(
        jpeg.toByteArray(),
        Base64.getDecoder().decode(WEBP),
        Base64.getDecoder().decode(GIF),
        Base64.getDecoder().decode(PACKED_ITXT),
        Base64.getDecoder().decode(PACKED_TEXT));
  }

  private static Optional<String> read(byte[] content) throws IOException {
    return PictureFile.readParameters(new ByteArrayInputStream(content));
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Returns a file of chunks, each given as its type and content; checksums are not looked at. */
  private static byte[] png(byte[]... chunks) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(latin("\u0089PNG\r\n\u001a\n"));
    for (byte[] chunk : chunks) {
      file.writeBytes(ByteBuffer.allocate(4).putInt(chunk.length - 4).array());
      file.writeBytes(chunk);
      file.writeBytes(new byte[4]);
    }
    return file.toByteArray();
  }
}
