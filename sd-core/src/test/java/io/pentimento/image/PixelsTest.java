package io.pentimento.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Rectangle;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PixelsTest {
  @Test
  void of_greyImageGivesItsStoredBytes() {
    BufferedImage image = new BufferedImage(256, 1, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 256; i++) {
      image.getRaster().setSample(i, 0, 0, i);
    }
    Pixels pixels = Pixels.of(image);
    assertThat(pixels.channels()).isEqualTo(1);
    for (int i = 0; i < 256; i++) {
      assertThat(pixels.sample(i, 0, 0)).isEqualTo(i);
    }
    assertThat(Pixels.of(pixels.toImage())).isEqualTo(pixels);
  }

  @Test
  void of_16BitGreyGivesUpperHalves() {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setSample(0, 0, 0, 0x80ff);
    image.getRaster().setSample(1, 0, 0, 0xffff);
    assertThat(Pixels.of(image).samples()).containsExactly(0x80, 0xff);
  }

  @Test
  void of_customGreyWithAlphaGivesRgba() {
    ColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            true,
            false,
            Transparency.TRANSLUCENT,
            DataBuffer.TYPE_BYTE);
    WritableRaster raster = model.createCompatibleWritableRaster(1, 1);
    raster.setPixel(0, 0, new int[] {70, 9});
    BufferedImage image = new BufferedImage(model, raster, false, null);
    assertThat(image.getType()).isEqualTo(BufferedImage.TYPE_CUSTOM);
    assertThat(Pixels.of(image).samples()).containsExactly(70, 70, 70, 9);
  }

  private static BufferedImage onePixel(
      ColorSpace colours, boolean premultiplied, int transferType, double... samples) {
    boolean alpha = samples.length > colours.getNumComponents();
    ColorModel model =
        new ComponentColorModel(
            colours,
            alpha,
            premultiplied,
            alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
            transferType);
    WritableRaster raster = model.createCompatibleWritableRaster(1, 1);
    raster.setPixel(0, 0, samples);
    return new BufferedImage(model, raster, premultiplied, null);
  }

  private static void assertSamples(BufferedImage image, int... expected) {
    assertThat(image.getType()).isEqualTo(BufferedImage.TYPE_CUSTOM);
    Pixels pixels = Pixels.of(image);
    assertThat(pixels.channels()).isEqualTo(expected.length);
    for (int c = 0; c < expected.length; c++) {
      assertThat(pixels.sample(0, 0, c)).as("channel %d", c).isEqualTo(expected[c]);
    }
  }

  @Test
  void of_customTypesOf16BitsGivesUpperHalves() {
    ColorSpace srgb = ColorSpace.getInstance(ColorSpace.CS_sRGB);
    int type = DataBuffer.TYPE_USHORT;
    assertSamples(onePixel(srgb, false, type, 0x01ff, 0x02fe, 0x0380), 1, 2, 3);
    assertSamples(onePixel(srgb, false, type, 0x01ff, 0x02fe, 0x0380, 0x04ff), 1, 2, 3, 4);
    ColorSpace grey = ColorSpace.getInstance(ColorSpace.CS_GRAY);
    assertSamples(onePixel(grey, false, type, 0x5aff, 0x05ff), 90, 90, 90, 5);
  }

  /** Grey is never taken for linear light, whatever its type. */
  @Test
  void of_greyOfOtherTypesKeepsItsLevels() {
    ColorSpace grey = ColorSpace.getInstance(ColorSpace.CS_GRAY);
    assertSamples(onePixel(grey, false, DataBuffer.TYPE_FLOAT, 70 / 255.0), 70);
    assertSamples(onePixel(grey, false, DataBuffer.TYPE_DOUBLE, 70 / 255.0), 70);
    assertSamples(onePixel(grey, false, DataBuffer.TYPE_SHORT, 32767 * 70 / 255.0), 70);
    assertSamples(onePixel(grey, true, DataBuffer.TYPE_BYTE, 35, 128), 70, 70, 70, 128);
  }

  @Test
  void of_floatingColoursAreClamped() {
    ColorSpace srgb = ColorSpace.getInstance(ColorSpace.CS_sRGB);
    assertSamples(onePixel(srgb, false, DataBuffer.TYPE_FLOAT, -0.5, 0.5, 1.5), 0, 128, 255);
  }

  /** Linear light of 0.2159 is sRGB's level 128. */
  @Test
  void of_linearColoursBecomeSrgb() {
    ColorSpace linear = ColorSpace.getInstance(ColorSpace.CS_LINEAR_RGB);
    Pixels pixels = Pixels.of(onePixel(linear, false, DataBuffer.TYPE_BYTE, 55, 0, 255, 55));
    assertThat(pixels.sample(0, 0, 0)).isBetween(127, 129);
    assertThat(pixels.samples()).endsWith(0, 255, 55);
    assertThat(
            Pixels.of(onePixel(linear, true, DataBuffer.TYPE_BYTE, 55, 0, 255, 255))
                .sample(0, 0, 0))
        .isBetween(127, 129);
  }

  @Test
  void of_paletteWithTransparencyGivesRgba() {
    byte[] ramp = {0, 10, 20, 30};
    IndexColorModel palette = new IndexColorModel(2, 4, ramp, ramp, ramp, 2);
    BufferedImage image = new BufferedImage(4, 1, BufferedImage.TYPE_BYTE_INDEXED, palette);
    for (int i = 0; i < 4; i++) {
      image.getRaster().setSample(i, 0, 0, i);
    }
    Pixels pixels = Pixels.of(image);
    assertThat(pixels.channels()).isEqualTo(4);
    assertThat(pixels.channel(3).samples()).containsExactly(255, 255, 0, 255);
    assertThat(pixels.channel(0).samples()).containsExactly(0, 10, 20, 30);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_INT_ARGB, BufferedImage.TYPE_INT_BGR,
        BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_4BYTE_ABGR,
            BufferedImage.TYPE_USHORT_565_RGB,
        BufferedImage.TYPE_INT_ARGB_PRE, BufferedImage.TYPE_BYTE_INDEXED,
            BufferedImage.TYPE_BYTE_BINARY
      })
  void of_agreesWithGetRgbForColourImages(int type) {
    BufferedImage image = new BufferedImage(5, 3, type);
    for (int i = 0; i < 15; i++) {
      image.setRGB(i % 5, i / 5, 0x11223344 * (i + 1) ^ i << 24);
    }
    Pixels pixels = Pixels.of(image);
    for (int i = 0; i < 15; i++) {
      assertThat(pixels.rgba().toImage().getRGB(i % 5, i / 5))
          .isEqualTo(image.getRGB(i % 5, i / 5));
    }
  }

  @Test
  void of_subimageReadsItsOwnPart() {
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(2, 3, 0, 99);
    assertThat(Pixels.of(image.getSubimage(2, 3, 1, 1)).samples()).containsExactly(99);
  }

  @Test
  void wrap_refusesWrongLength() {
    assertThatThrownBy(() -> Pixels.wrap(2, 2, 3, new byte[5]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A 2x2 picture of 3 channels has 12 samples, but got: 5.");
  }

  @Test
  void withAlpha_refusesAnotherSizeAndColours() {
    Pixels picture = Pixels.blank(3, 2, 3);

    for (Pixels alpha : new Pixels[] {Pixels.blank(2, 3, 1), Pixels.blank(3, 2, 3)}) {
      assertThatThrownBy(() -> picture.withAlpha(alpha))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("alpha must be grey and 3x2, but got: " + alpha);
    }
    assertThat(picture.withAlpha(Pixels.blank(3, 2, 1))).isEqualTo(Pixels.blank(3, 2, 4));
  }

  @Test
  void crop_refusesWhatLiesOutside() {
    assertThatThrownBy(() -> Pixels.blank(4, 4, 1).crop(new Rectangle(2, 2, 3, 1)))
        .hasMessageContaining("must lie inside the 4x4 picture");
  }

  @Property(tries = 100)
  void resize_ofPlainColourStaysPlain(
      @ForAll("pictures") Pixels picture, @ForAll("sides") int w, @ForAll("sides") int h) {
    byte[] plain = new byte[picture.samples().length];
    for (int i = 0; i < plain.length; i++) {
      plain[i] = picture.samples()[i % picture.channels()];
    }
    Pixels resized =
        Resampling.LANCZOS.resize(
            Pixels.wrap(picture.width(), picture.height(), picture.channels(), plain).rgb(), w, h);
    Pixels first =
        Pixels.wrap(1, 1, picture.channels(), Arrays.copyOf(plain, picture.channels())).rgb();
    for (int i = 0; i < resized.samples().length; i++) {
      assertThat(resized.samples()[i]).isEqualTo(first.samples()[i % 3]);
    }
  }

  @Property(tries = 100)
  void over_opaqueHidesAndClearShows(@ForAll("pictures") Pixels picture) {
    Pixels opaque = picture.rgb().rgba();
    Pixels other = Pixels.blank(picture.width(), picture.height(), 4);
    assertThat(Compositing.over(opaque, other)).isEqualTo(opaque);
    assertThat(Compositing.over(other, opaque)).isEqualTo(opaque);
    assertThat(Compositing.unpremultiply(Compositing.premultiply(opaque))).isEqualTo(opaque);
  }

  @Provide
  Arbitrary<Integer> sides() {
    return Arbitraries.integers().between(1, 40);
  }

  @Provide
  Arbitrary<Pixels> pictures() {
    return Arbitraries.integers()
        .between(1, 20)
        .tuple2()
        .flatMap(
            size ->
                Arbitraries.of(1, 3, 4)
                    .flatMap(
                        channels ->
                            Arbitraries.bytes()
                                .array(byte[].class)
                                .ofSize(size.get1() * size.get2() * channels)
                                .map(
                                    samples ->
                                        Pixels.wrap(size.get1(), size.get2(), channels, samples))));
  }
}
