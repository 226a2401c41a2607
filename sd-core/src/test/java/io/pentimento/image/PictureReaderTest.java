package io.pentimento.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureReaderTest {
  private static final byte[] LINEAR = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();

  private static BufferedImage read(byte[] file) throws IOException {
    return PictureReader.read(new ByteArrayInputStream(file));
  }

  private static Pixels pixels(byte[] file) throws IOException {
    return Pixels.of(read(file));
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static BufferedImage colours(int type) {
    BufferedImage image = new BufferedImage(23, 17, type);
    for (int i = 0; i < 23 * 17; i++) {
      image.setRGB(i % 23, i / 23, 0xff000000 | i * 0x010503);
    }
    return image;
  }

  private static byte[] written(BufferedImage image, String format, boolean interlaced)
      throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
      ImageWriteParam settings = writer.getDefaultWriteParam();
      if (interlaced) {
        settings.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
      }
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), settings);
    } finally {
      writer.dispose();
    }
    return file.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({"png, false", "png, true", "bmp, false", "tiff, false"})
  void read_ofLosslessFormats_givesTheSamples(String format, boolean interlaced)
      throws IOException {
    BufferedImage image = colours(BufferedImage.TYPE_INT_RGB);
    BufferedImage read = read(written(image, format, interlaced));
    assertThat(read.getType()).isEqualTo(BufferedImage.TYPE_INT_RGB);
    assertThat(Pixels.of(read)).isEqualTo(Pixels.of(image));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void read_ofJpeg_isNear(boolean progressive) throws IOException {
    BufferedImage plain = new BufferedImage(20, 9, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 180; i++) {
      plain.setRGB(i % 20, i / 20, 0x3c6496);
    }
    assertNear(pixels(written(plain, "jpeg", progressive)), 0x3c, 0x64, 0x96);
  }

  private static void assertNear(Pixels picture, int... colour) {
    for (int c = 0; c < 3; c++) {
      assertThat(picture.sample(picture.width() / 2, picture.height() / 2, c))
          .isBetween(colour[c] - 2, colour[c] + 2);
    }
  }

  @Test
  void read_ofGif_givesColoursAndTransparency() throws IOException {
    byte[] ramp = {0, 10, 20, 30};
    IndexColorModel palette = new IndexColorModel(2, 4, ramp, ramp, ramp, 2);
    BufferedImage image = new BufferedImage(4, 1, BufferedImage.TYPE_BYTE_INDEXED, palette);
    for (int i = 0; i < 4; i++) {
      image.getRaster().setSample(i, 0, 0, i);
    }
    assertThat(pixels(written(image, "gif", false))).isEqualTo(Pixels.of(image));
    assertThat(Pixels.of(image).channel(3).samples()).isEqualTo(bytes(255, 255, 0, 255));
  }

  @Test
  void read_ofGrey_keepsEveryLevel() throws IOException {
    byte[] row = new byte[256];
    for (int i = 0; i < 256; i++) {
      row[i] = (byte) i;
    }
    BufferedImage read = read(PngFixture.of(256, 1, 8, PngFixture.GREY).rows(row));
    assertThat(read.getType()).isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
    assertThat(Pixels.of(read).samples()).isEqualTo(row);
  }

  @Test
  void read_ofGreyWithAlpha_keepsLevelsAndAlpha() throws IOException {
    byte[] png = PngFixture.of(2, 1, 8, PngFixture.GREY_ALPHA).rows(bytes(70, 9, 200, 255));
    assertThat(pixels(png).samples()).isEqualTo(bytes(70, 70, 70, 9, 200, 200, 200, 255));
  }

  @Test
  void read_of16Bits_takesTheUpperHalf() throws IOException {
    assertThat(pixels(PngFixture.of(2, 1, 16, PngFixture.GREY).rows(bytes(0x80, 0xff, 0, 0xff))))
        .isEqualTo(Pixels.wrap(2, 1, 1, bytes(0x80, 0)));
    assertThat(pixels(PngFixture.of(1, 1, 16, PngFixture.RGB).rows(bytes(1, 255, 2, 254, 3, 128))))
        .isEqualTo(Pixels.wrap(1, 1, 3, bytes(1, 2, 3)));
    assertThat(
            pixels(
                PngFixture.of(1, 1, 16, PngFixture.RGBA).rows(bytes(1, 255, 2, 0, 3, 0, 4, 255))))
        .isEqualTo(Pixels.wrap(1, 1, 4, bytes(1, 2, 3, 4)));
    assertThat(pixels(PngFixture.of(1, 1, 16, PngFixture.GREY_ALPHA).rows(bytes(90, 255, 5, 255))))
        .isEqualTo(Pixels.wrap(1, 1, 4, bytes(90, 90, 90, 5)));
  }

  @Test
  void read_of1Bit_isBlackAndWhite() throws IOException {
    Pixels read = pixels(PngFixture.of(9, 1, 1, PngFixture.GREY).rows(bytes(0b01010101, 0x80)));
    assertThat(read.grey().samples()).isEqualTo(bytes(0, 255, 0, 255, 0, 255, 0, 255, 255));
  }

  @Test
  void read_of4BitGrey_spreadsTheLevels() throws IOException {
    Pixels read = pixels(PngFixture.of(2, 1, 4, PngFixture.GREY).rows(bytes(0x3f)));
    assertThat(read.grey().samples()).isEqualTo(bytes(51, 255));
  }

  @Test
  void read_ofAPaletteWithTransparency_givesAlpha() throws IOException {
    byte[] png =
        PngFixture.of(3, 1, 8, PngFixture.PALETTE)
            .chunk("PLTE", bytes(10, 20, 30, 40, 50, 60, 70, 80, 90))
            .chunk("tRNS", bytes(255, 128, 0))
            .rows(bytes(0, 1, 2));
    assertThat(pixels(png))
        .isEqualTo(Pixels.wrap(3, 1, 4, bytes(10, 20, 30, 255, 40, 50, 60, 128, 70, 80, 90, 0)));
  }

  @Test
  void read_ofOneTransparentColour_givesAlpha() throws IOException {
    byte[] rgb =
        PngFixture.of(2, 1, 8, PngFixture.RGB)
            .chunk("tRNS", bytes(0, 1, 0, 2, 0, 3))
            .rows(bytes(1, 2, 3, 1, 2, 4));
    assertThat(pixels(rgb).samples()).isEqualTo(bytes(1, 2, 3, 0, 1, 2, 4, 255));
    byte[] grey =
        PngFixture.of(2, 1, 8, PngFixture.GREY).chunk("tRNS", bytes(0, 7)).rows(bytes(7, 8));
    assertThat(pixels(grey).samples()).isEqualTo(bytes(7, 7, 7, 0, 8, 8, 8, 255));
  }

  @Test
  void read_ofWebp_givesColourAndAlpha() throws IOException {
    assertThat(pixels(WebpFixture.of(5, 3, 0xff3c6496)).crop(new java.awt.Rectangle(4, 2, 1, 1)))
        .isEqualTo(Pixels.wrap(1, 1, 3, bytes(0x3c, 0x64, 0x96)));
    assertThat(pixels(WebpFixture.of(5, 3, 0x803c6496)).crop(new java.awt.Rectangle(4, 2, 1, 1)))
        .isEqualTo(Pixels.wrap(1, 1, 4, bytes(0x3c, 0x64, 0x96, 0x80)));
  }

  /** Where the stored picture's left upper pixel and the one beside it are to be seen. */
  @ParameterizedTest
  @CsvSource({
    "1, 3, 2, 0, 0, 1, 0", "2, 3, 2, 2, 0, 1, 0", "3, 3, 2, 2, 1, 1, 1", "4, 3, 2, 0, 1, 1, 1",
    "5, 2, 3, 0, 0, 0, 1", "6, 2, 3, 1, 0, 1, 1", "7, 2, 3, 1, 2, 1, 1", "8, 2, 3, 0, 2, 0, 1"
  })
  void read_turnsThePictureUpright(
      int tag, int width, int height, int x, int y, int besideX, int besideY) throws IOException {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      byte[] png =
          PngFixture.of(3, 2, 8, PngFixture.GREY)
              .chunk("eXIf", JpegFixture.exif(order, Optional.of(tag)))
              .rows(bytes(1, 2, 3), bytes(4, 5, 6));
      Pixels read = pixels(png);
      assertThat(read.size()).isEqualTo(new ImageSize(width, height));
      assertThat(read.sample(x, y, 0)).isEqualTo(1);
      assertThat(read.sample(besideX, besideY, 0)).isEqualTo(2);
    }
  }

  @Test
  void read_turnsJpegAndWebpUpright() throws IOException {
    byte[] exif = JpegFixture.exif(ByteOrder.LITTLE_ENDIAN, Optional.of(6));
    byte[] jpeg = JpegFixture.of(colours(BufferedImage.TYPE_INT_RGB));
    assertThat(pixels(jpeg).size()).isEqualTo(new ImageSize(23, 17));
    assertThat(pixels(JpegFixture.withExif(exif, jpeg)).size()).isEqualTo(new ImageSize(17, 23));
    byte[] webp = WebpFixture.withExif(300, 2, 0xff3c6496, exif);
    assertThat(pixels(webp).size()).isEqualTo(new ImageSize(2, 300));
  }

  /** A TIFF file of six grey pixels, whose directory has EXIF's tag. */
  @Test
  void read_turnsTiffUpright() throws IOException {
    int[][] tags = {
      {256, 3}, {257, 2}, {258, 8}, {259, 1}, {262, 1}, {273, 128}, {274, 6}, {278, 2}, {279, 6}
    };
    ByteBuffer file = ByteBuffer.allocate(134).order(ByteOrder.LITTLE_ENDIAN);
    file.put(bytes('I', 'I', 42, 0)).putInt(8).putShort((short) tags.length);
    for (int[] tag : tags) {
      file.putShort((short) tag[0]).putShort((short) 3).putInt(1).putInt(tag[1]);
    }
    file.position(128).put(bytes(1, 2, 3, 4, 5, 6));
    assertThat(pixels(file.array())).isEqualTo(Pixels.wrap(2, 3, 1, bytes(4, 1, 5, 2, 6, 3)));
  }

  @Test
  void read_withoutATagOrAWrongOne_leavesThePicture() throws IOException {
    byte[] jpeg = JpegFixture.of(colours(BufferedImage.TYPE_INT_RGB));
    for (Optional<Integer> tag :
        java.util.List.of(Optional.<Integer>empty(), Optional.of(0), Optional.of(9))) {
      byte[] exif = JpegFixture.exif(ByteOrder.BIG_ENDIAN, tag);
      assertThat(pixels(JpegFixture.withExif(exif, jpeg))).isEqualTo(pixels(jpeg));
    }
    byte[] cut = {'M', 'M', 0, 42, 0, 0, 0, 9};
    assertThat(pixels(JpegFixture.withExif(cut, jpeg))).isEqualTo(pixels(jpeg));
  }

  /** (255 - ink) × (255 - black) / 255, the inks inverted as Adobe stores them. */
  @Test
  void read_ofCmyk_followsAdobesSegment() throws IOException {
    byte[] file = JpegFixture.fourBands(16, 16, 200, 150, 100, 220);
    assertNear(pixels(JpegFixture.withAdobe(0, file)), 173, 129, 86);
    assertNear(pixels(file), 8, 14, 21);
  }

  /** The first three bands mean RGB 200, 150, 100, of which the complement is stored. */
  @Test
  void read_ofYcck_decodesYcc() throws IOException {
    byte[] file = JpegFixture.fourBands(16, 16, 159, 95, 157, 220);
    assertNear(pixels(JpegFixture.withAdobe(2, file)), 48, 91, 134);
  }

  /** Lightness 50 is sRGB's level 119, and 100 its white; the formula would give 0 and 255. */
  @Test
  void read_ofCmykWithAProfile_followsTheProfile() throws IOException {
    byte[] cyan = JpegFixture.withAdobe(0, JpegFixture.fourBands(16, 16, 0, 255, 255, 255));
    assertNear(pixels(cyan), 0, 255, 255);
    assertNear(pixels(JpegFixture.withProfile(InkProfile.bytes(), cyan)), 119, 119, 119);
    byte[] paper = JpegFixture.withAdobe(0, JpegFixture.fourBands(16, 16, 255, 255, 255, 255));
    assertNear(pixels(JpegFixture.withProfile(InkProfile.bytes(), paper)), 254, 254, 254);
  }

  @Test
  void read_ofCmykWithAProfileOfRgb_leavesTheProfileOut() throws IOException {
    byte[] file = JpegFixture.withAdobe(0, JpegFixture.fourBands(16, 16, 200, 150, 100, 220));
    assertThat(pixels(JpegFixture.withProfile(LINEAR, file))).isEqualTo(pixels(file));
  }

  /** Linear light of 0.2159 is sRGB's level 128. */
  @Test
  void read_withAProfile_convertsToSrgb() throws IOException {
    byte[] png = PngFixture.of(1, 1, 8, PngFixture.RGB).profile(LINEAR).rows(bytes(55, 55, 255));
    assertNear(pixels(png), 128, 128, 255);
    byte[] alpha =
        PngFixture.of(1, 1, 8, PngFixture.RGBA).profile(LINEAR).rows(bytes(55, 55, 255, 55));
    assertNear(pixels(alpha), 128, 128, 255);
    assertThat(pixels(alpha).sample(0, 0, 3)).isEqualTo(55);
    byte[] palette =
        PngFixture.of(1, 1, 8, PngFixture.PALETTE)
            .profile(LINEAR)
            .chunk("PLTE", bytes(55, 55, 255))
            .rows(bytes(0));
    assertNear(pixels(palette), 128, 128, 255);
    BufferedImage plain = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 256; i++) {
      plain.setRGB(i % 16, i / 16, 0x373737);
    }
    assertNear(pixels(JpegFixture.withProfile(LINEAR, JpegFixture.of(plain))), 128, 128, 128);
  }

  @Test
  void read_withSrgbsOwnProfile_keepsTheSamples() throws IOException {
    byte[] srgb = ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData();
    byte[] row = new byte[3 * 256];
    for (int i = 0; i < row.length; i++) {
      row[i] = (byte) (i * 7);
    }
    assertThat(pixels(PngFixture.of(256, 1, 8, PngFixture.RGB).profile(srgb).rows(row)).samples())
        .isEqualTo(row);
  }

  @Test
  void read_ofGreyWithAProfile_keepsTheLevels() throws IOException {
    byte[] grey = ICC_Profile.getInstance(ColorSpace.CS_GRAY).getData();
    byte[] png = PngFixture.of(2, 1, 8, PngFixture.GREY).profile(grey).rows(bytes(55, 128));
    assertThat(pixels(png).samples()).isEqualTo(bytes(55, 128));
  }

  @Test
  void read_withADamagedProfile_takesTheSamplesForSrgb() throws IOException {
    byte[] damaged = Arrays.copyOf(LINEAR, 200);
    byte[] png = PngFixture.of(1, 1, 8, PngFixture.RGB).profile(damaged).rows(bytes(55, 56, 57));
    assertThat(pixels(png).samples()).isEqualTo(bytes(55, 56, 57));
    byte[] chunk =
        PngFixture.of(1, 1, 8, PngFixture.RGB).chunk("iCCP", bytes(1)).rows(bytes(55, 56, 57));
    assertThat(pixels(chunk).samples()).isEqualTo(bytes(55, 56, 57));
  }

  @Test
  void of_anImageWithItsOwnProfile_convertsAsTheReaderDoes() throws IOException {
    var model =
        new java.awt.image.ComponentColorModel(
            new ICC_ColorSpace(ICC_Profile.getInstance(LINEAR)),
            false,
            false,
            java.awt.Transparency.OPAQUE,
            java.awt.image.DataBuffer.TYPE_BYTE);
    var raster = model.createCompatibleWritableRaster(1, 1);
    raster.setPixel(0, 0, new int[] {55, 55, 255});
    byte[] png = PngFixture.of(1, 1, 8, PngFixture.RGB).profile(LINEAR).rows(bytes(55, 55, 255));
    assertThat(Pixels.of(new BufferedImage(model, raster, false, null))).isEqualTo(pixels(png));
  }

  @Test
  void read_refusesTooManyPixelsBeforeItDecodes() {
    byte[] png = PngFixture.of(20_000, 10_000, 8, PngFixture.RGB).rows();
    assertThatThrownBy(() -> read(png))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "The picture cannot be read: it has 200000000 pixels, and at most 100000000 are"
                + " accepted. Make it smaller.");
  }

  @Test
  void read_refusesWhatIsNoPicture(@TempDir Path folder) throws IOException {
    Path text = Files.writeString(folder.resolve("a.png"), "no picture");
    assertThatThrownBy(() -> PictureReader.read(text))
        .isInstanceOf(IOException.class)
        .hasMessage(
            text
                + " is not a picture that Java reads. It must be PNG, JPEG, GIF, BMP, TIFF or WebP."
                + " Convert it to one of them.");
    Path empty = Files.createFile(folder.resolve("b.png"));
    assertThatThrownBy(() -> PictureReader.read(empty))
        .isInstanceOf(IOException.class)
        .hasMessage(empty + " is empty. Copy or download it again.");
    Path missing = folder.resolve("c.png");
    assertThatThrownBy(() -> PictureReader.read(missing))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage(missing + ": there is no such file. Check its path.");
    assertThatThrownBy(() -> PictureReader.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(folder + " is not a file. Name a picture file.");
  }

  @Test
  void read_takesAFileByItsContentNotItsName(@TempDir Path folder) throws IOException {
    BufferedImage image = colours(BufferedImage.TYPE_INT_RGB);
    Path file = Files.write(folder.resolve("photo.jpg"), written(image, "png", false));
    assertThat(Pixels.of(PictureReader.read(file))).isEqualTo(Pixels.of(image));
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg", "gif", "bmp", "tiff"})
  void read_refusesWhatIsCutInHalf(String format) throws IOException {
    byte[] file = written(colours(BufferedImage.TYPE_INT_RGB), format, false);
    assertThatThrownBy(() -> read(Arrays.copyOf(file, file.length / 2)))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("The picture cannot be read: ")
        .hasMessageEndingWith("It is damaged or not complete: copy or download it again.");
  }

  @Test
  void read_refusesCutWebp() {
    byte[] file = WebpFixture.of(40, 30, 0xff3c6496);
    assertThatThrownBy(() -> read(Arrays.copyOf(file, 22))).isInstanceOf(IOException.class);
  }

  @Test
  void read_leavesTheStreamOpen() throws IOException {
    boolean[] closed = {false};
    ByteArrayInputStream stream =
        new ByteArrayInputStream(written(colours(1), "png", false)) {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    PictureReader.read(stream);
    assertThat(closed[0]).isFalse();
    assertThat(ByteBuffer.wrap(stream.readAllBytes()).hasRemaining()).isFalse();
  }
}
