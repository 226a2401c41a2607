package io.pentimento.inpaint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.Pipeline;
import io.pentimento.TinyModel;
import io.pentimento.image.ImageSize;
import io.pentimento.image.JpegFixture;
import io.pentimento.image.PictureReader;
import io.pentimento.image.Pixels;
import io.pentimento.image.PngFixture;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Pictures and masks that are not as usual work, or are refused with what to do about it. */
class AwkwardInputTest {
  private static final int WIDTH = 70;
  private static final int HEIGHT = 66;
  private static final ImageSize SIZE = new ImageSize(WIDTH, HEIGHT);
  private static final Mask MASK = Mask.rectangle(SIZE, new Rectangle(20, 20, 25, 25));

  private static Pipeline pipeline;

  @BeforeAll
  static void open() {
    pipeline = TinyModel.open();
  }

  @AfterAll
  static void close() {
    pipeline.close();
  }

  private static BufferedImage read(byte[] file) throws IOException {
    return PictureReader.read(new ByteArrayInputStream(file));
  }

  private static byte[][] rows(int length) {
    byte[][] rows = new byte[HEIGHT][length];
    for (int y = 0; y < HEIGHT; y++) {
      new Random(y).nextBytes(rows[y]);
    }
    return rows;
  }

  private static BufferedImage grey() throws IOException {
    return read(PngFixture.of(WIDTH, HEIGHT, 8, PngFixture.GREY).rows(rows(WIDTH)));
  }

  /** Runs a request and checks what is promised of every one. */
  private static BufferedImage run(Inpaint.Builder builder) {
    Inpaint request = builder.steps(2).seed(3).build();
    BufferedImage result = pipeline.generate(request).image();
    Pixels before = Pixels.of(request.image()).rgba();
    Pixels after = Pixels.of(result).rgba();
    assertThat(after.size()).isEqualTo(before.size());
    Mask mask = request.blurredMask();
    long changed = 0;
    for (int i = 0; i < before.width() * before.height(); i++) {
      int x = i % before.width();
      int y = i / before.width();
      boolean same = true;
      for (int c = 0; c < 4; c++) {
        same &= before.sample(x, y, c) == after.sample(x, y, c);
      }
      changed += same ? 0 : 1;
      assertThat(same || mask.level(x, y) > 0).as("kept at (%d, %d)", x, y).isTrue();
    }
    assertThat(changed).isPositive();
    return result;
  }

  private static Inpaint.Builder request(BufferedImage image, Mask mask) {
    return Inpaint.builder(image, mask, "a door");
  }

  @TestFactory
  Stream<DynamicTest> picturesOfEveryKind_areRepainted() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    byte[] palette = new byte[3 * 256];
    new Random(1).nextBytes(palette);
    byte[] clear = {0, (byte) 128};
    add(tests, "grey", PngFixture.of(WIDTH, HEIGHT, 8, PngFixture.GREY).rows(rows(WIDTH)));
    add(tests, "1 bit", PngFixture.of(WIDTH, HEIGHT, 1, PngFixture.GREY).rows(rows(9)));
    add(
        tests,
        "grey with alpha",
        PngFixture.of(WIDTH, HEIGHT, 8, PngFixture.GREY_ALPHA).rows(rows(2 * WIDTH)));
    add(
        tests,
        "palette with transparency",
        PngFixture.of(WIDTH, HEIGHT, 8, PngFixture.PALETTE)
            .chunk("PLTE", palette)
            .chunk("tRNS", clear)
            .rows(rows(WIDTH)));
    add(tests, "16 bits", PngFixture.of(WIDTH, HEIGHT, 16, PngFixture.RGB).rows(rows(6 * WIDTH)));
    add(
        tests,
        "16 bits with alpha",
        PngFixture.of(WIDTH, HEIGHT, 16, PngFixture.RGBA).rows(rows(8 * WIDTH)));
    byte[] inks = JpegFixture.fourBands(WIDTH, HEIGHT, 200, 150, 100, 220);
    add(tests, "CMYK", JpegFixture.withAdobe(0, inks));
    add(tests, "YCCK", JpegFixture.withAdobe(2, inks));
    return tests.stream();
  }

  private static void add(List<DynamicTest> tests, String name, byte[] file) {
    tests.add(
        DynamicTest.dynamicTest(
            name,
            () -> {
              BufferedImage image = read(file);
              assertThat(ImageSize.of(image)).isEqualTo(SIZE);
              BufferedImage result = run(request(image, MASK));
              assertThat(result.getColorModel().hasAlpha())
                  .isEqualTo(image.getColorModel().hasAlpha());
            }));
  }

  /** The model must see the levels that are stored, not brightened ones. */
  @Test
  void greyPicture_isRepaintedAsItsRgbCopyIs() throws IOException {
    BufferedImage grey = grey();
    BufferedImage rgb = Pixels.of(grey).rgb().toImage();
    assertThat(Pixels.of(run(request(grey, MASK)))).isEqualTo(Pixels.of(run(request(rgb, MASK))));
  }

  @Test
  void maskOfAnotherSize_isResized() throws IOException {
    Mask small = Mask.rectangle(new ImageSize(35, 33), new Rectangle(10, 10, 12, 12));
    Mask large = Mask.rectangle(new ImageSize(700, 200), new Rectangle(200, 60, 250, 80));
    run(request(grey(), small));
    run(request(grey(), large).area(InpaintArea.onlyMasked(4)));
  }

  @Test
  void emptyMask_isRefused() {
    assertThatThrownBy(() -> request(grey(), Mask.none(SIZE)).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The mask must mark something to repaint, but all of its 70x66 pixels are black. White"
                + " (255) is repainted, black kept; call invert(true) for a mask of what to keep.");
    assertThatThrownBy(() -> request(grey(), Mask.all(SIZE)).invert(true).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("are white and it is inverted");
  }

  @Test
  void maskThatABlurEffaces_isRefused() throws IOException {
    Mask faint = Mask.of(new ImageSize(WIDTH, HEIGHT), faintLevels());
    Inpaint request = request(grey(), faint).maskBlur(64).build();
    assertThatThrownBy(() -> pipeline.check(request))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nothing of it is left after a blur of 64");
  }

  private static byte[] faintLevels() {
    byte[] levels = new byte[WIDTH * HEIGHT];
    levels[HEIGHT / 2 * WIDTH + WIDTH / 2] = 1;
    return levels;
  }

  @Test
  void maskAllWhite_repaintsEverything() throws IOException {
    run(request(grey(), Mask.all(SIZE)));
    run(request(grey(), Mask.all(SIZE)).area(InpaintArea.onlyMasked(32)));
  }

  @Test
  void onePixelInEachCorner_isRepainted() throws IOException {
    for (int corner = 0; corner < 4; corner++) {
      Rectangle pixel = new Rectangle(corner % 2 * (WIDTH - 1), corner / 2 * (HEIGHT - 1), 1, 1);
      run(
          request(grey(), Mask.rectangle(SIZE, pixel))
              .maskBlur(0)
              .denoisingStrength(1)
              .area(InpaintArea.onlyMasked(0)));
    }
  }

  @Test
  void pictureOfOnePixel_isRepainted() {
    BufferedImage one = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    Mask all = Mask.all(new ImageSize(1, 1));
    run(request(one, all).maskBlur(0).denoisingStrength(1));
    run(request(one, all).maskBlur(0).denoisingStrength(1).area(InpaintArea.onlyMasked(0)));
  }

  /** Only what is masked is worked at, so that any picture will do. */
  @Test
  void hugePicture_isRepaintedOnlyMasked() {
    BufferedImage huge = new BufferedImage(7680, 4320, BufferedImage.TYPE_INT_RGB);
    ImageSize size = ImageSize.of(huge);
    Mask mask = Mask.rectangle(size, new Rectangle(7600, 4250, 60, 50));
    Inpaint request = request(huge, mask).area(InpaintArea.onlyMasked(32)).steps(2).build();
    BufferedImage result = pipeline.generate(request).image();
    CanvasChange change = CanvasChange.between(Pixels.of(huge), Pixels.of(result));
    assertThat(change.pixels()).isPositive();
    assertThat(request.blurredMask().boundingBox().orElseThrow().contains(change.box().get()))
        .isTrue();
  }

  @Test
  void hugePicture_isRefusedWhole() {
    BufferedImage huge = new BufferedImage(7680, 4320, BufferedImage.TYPE_INT_RGB);
    Mask mask = Mask.rectangle(ImageSize.of(huge), new Rectangle(7600, 4250, 60, 50));
    Inpaint request = request(huge, mask).build();
    assertThatThrownBy(() -> pipeline.check(request))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The model must work at 16777216 pixels at most, but got: 7680x4320. Pass a smaller"
                + " size, or let it work at a part of the picture.");
  }
}
