package io.pentimento.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.ImageToImage;
import io.pentimento.image.ImageSize;
import io.pentimento.inpaint.Compose;
import io.pentimento.inpaint.Inpaint;
import io.pentimento.inpaint.InpaintArea;
import io.pentimento.inpaint.InpaintRegion;
import io.pentimento.inpaint.InpaintRegions;
import io.pentimento.inpaint.Mask;
import io.pentimento.inpaint.MaskBlur;
import io.pentimento.inpaint.MaskedContent;
import io.pentimento.inpaint.SoftInpainting;
import java.awt.Color;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What says on the command line where to repaint. */
class MaskRequestsTest {
  private static final ImageSize SIZE = new ImageSize(64, 64);
  private static final Rectangle PLACE = new Rectangle(16, 20, 30, 24);
  private static final Mask MARKED = Mask.rectangle(SIZE, PLACE);

  @TempDir private Path folder;
  private Path picture = Path.of("");

  /** A red rectangle on green that is see-through in one corner. */
  @BeforeEach
  void draw() throws Exception {
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 64; x++) {
        int colour = PLACE.contains(x, y) ? 0xffcc2010 : 0xff20a040;
        image.setRGB(x, y, x < 8 && y < 8 ? colour & 0xffffff : colour);
      }
    }
    picture = folder.resolve("in.png");
    ImageIO.write(image, "png", picture.toFile());
  }

  private Object[] words(String command, String... options) {
    return Stream.concat(
            Stream.of(command, "x", "--image", picture.toString()), Arrays.stream(options))
        .toArray();
  }

  private Inpaint inpaint(String... options) throws Exception {
    return (Inpaint) command(options).request();
  }

  private InpaintRegions several(String... options) throws Exception {
    return (InpaintRegions) command(options).request();
  }

  private InpaintCommand command(String... options) {
    return CommandRun.parse(InpaintCommand.class, words("inpaint", options));
  }

  private String write(String name, Mask mask) throws Exception {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(mask.toImage(), "png", file.toFile());
    return file.toString();
  }

  @Test
  void mask_ofAColour() throws Exception {
    assertThat(inpaint("--mask-colour", "#c82010").mask()).isEqualTo(MARKED);
    assertThatThrownBy(() -> inpaint("--mask-colour", "#a82010", "--tolerance", "8"))
        .hasMessageStartingWith("The mask must mark something to repaint");
  }

  @Test
  void mask_ofWhatHangsTogetherWithAPixel() throws Exception {
    assertThat(inpaint("--mask-at", "30,30").mask()).isEqualTo(MARKED);
    assertThatThrownBy(() -> inpaint("--mask-at", "64,3"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--mask-at must lie in the picture of 64x64, but got: 64,3.");
  }

  @Test
  void mask_ofWhatIsTransparent() throws Exception {
    assertThat(inpaint("--mask-alpha").mask())
        .isEqualTo(Mask.rectangle(SIZE, new Rectangle(0, 0, 8, 8)));
  }

  @Test
  void mask_ofAPath() throws Exception {
    assertThat(inpaint("--mask-path", "M16 20h30v24h-30z").mask()).isEqualTo(MARKED);
  }

  @Test
  void mask_growsAndShrinks() throws Exception {
    assertThat(inpaint("--mask-at", "30,30", "--grow", "3").mask()).isEqualTo(MARKED.grow(3));
    assertThat(inpaint("--mask-at", "30,30", "--grow", "-3").mask()).isEqualTo(MARKED.shrink(3));
  }

  @Test
  void mask_mayTakeInWhatItSurrounds() throws Exception {
    assertThat(inpaint("--mask-colour", "#20a040", "--fill-holes").mask().level(30, 30))
        .isEqualTo(255);
  }

  @Test
  void eachPart_becomesARegionWithTheSettingsOfAll() throws Exception {
    Mask speck = Mask.rectangle(SIZE, new Rectangle(50, 50, 4, 4));
    String masks = write("masks.png", MARKED.union(speck));

    InpaintRegions request =
        several(
            "--mask",
            masks,
            "--each-part",
            "--only-masked",
            "--strength",
            "0.4",
            "--soft-inpainting",
            "--compose",
            "seamless",
            "--mask-blur",
            "2",
            "--colour-correction",
            "--fill",
            "latent-noise",
            "--background",
            "#102030",
            "--width",
            "48",
            "--height",
            "40",
            "--seed",
            "3");

    assertThat(request.regions()).extracting(InpaintRegion::mask).containsExactly(MARKED, speck);
    assertThat(request.prompt()).isEqualTo("x");
    assertThat(request.denoisingStrength()).isEqualTo(0.4);
    assertThat(request.area()).isEqualTo(InpaintArea.onlyMasked(32));
    assertThat(request.maskedContent()).isEqualTo(MaskedContent.LATENT_NOISE);
    assertThat(request.maskBlur()).isEqualTo(MaskBlur.of(2));
    assertThat(request.compose()).isEqualTo(Compose.seamless());
    assertThat(request.softInpainting()).contains(SoftInpainting.defaults());
    assertThat(request.colourCorrection()).isTrue();
    assertThat(request.background()).isEqualTo(new Color(0x102030));
    assertThat(request.size()).contains(new ImageSize(48, 40));
    assertThat(request.sampling().seed()).isEqualTo(3);
    assertThat(several("--mask", masks, "--each-part", "--invert").regions()).hasSize(1);
  }

  @Test
  void regions_haveMasksAndWordsOfTheirOwn() throws Exception {
    Mask other = Mask.rectangle(SIZE, new Rectangle(50, 50, 4, 4));
    String first = write("first.png", MARKED);
    String second = write("second.png", other);

    InpaintRegions request =
        several("--region", first + "=a hat, a=b", "--region", second, "--grow", "1");

    assertThat(request.prompt()).isEqualTo("x");
    assertThat(request.regions())
        .containsExactly(
            InpaintRegion.builder(MARKED.grow(1)).prompt("a hat, a=b").build(),
            InpaintRegion.of(other.grow(1)));
  }

  @Test
  void masksThatDoNotGoTogether_areRefused() throws Exception {
    String mask = write("mask.png", MARKED);

    assertThatThrownBy(() -> inpaint())
        .hasMessage(
            "Say where to repaint: by --mask, --mask-alpha, --mask-colour, --mask-at,"
                + " --mask-path, --mask-words or --mask-subject.");
    assertThatThrownBy(() -> several("--region", mask, "--mask", mask))
        .hasMessage("--region takes the place of a mask. Leave one out.");
    assertThatThrownBy(() -> several("--region", mask, "--each-part"))
        .hasMessage("--each-part goes with one mask. Leave out --region.");
    assertThatThrownBy(() -> several("--region", mask, "--invert"))
        .hasMessage("--invert goes with one mask. Leave out --region.");
    assertThatThrownBy(
            () -> several("--mask", mask, "--each-part", "--resize-mode", "resize-and-fill"))
        .hasMessage("--resize-mode goes with one mask. Leave out --region and --each-part.");
    assertThatThrownBy(() -> several("--region", mask + "= "))
        .hasMessageContaining("a region must be a mask's file and what it should show");
  }

  @Test
  void folderOfMasks_isSearchedByThePicturesName() throws Exception {
    write("masks/in.png", MARKED);
    String masks = folder.resolve("masks").toString();
    TestPictures.plain(folder.resolve("out.jpg.png"), Color.PINK, 64);
    InpaintCommand all =
        CommandRun.parse(InpaintCommand.class, "inpaint", "x", "--image", folder, "--mask", masks);

    assertThat(inpaint("--mask", masks).mask()).isEqualTo(MARKED);
    assertThat(all.maskedPictures().pictures()).containsExactly(picture);
  }

  @Test
  void sketch_isOfAWholePicture() throws Exception {
    ImageToImage request =
        (ImageToImage)
            CommandRun.parse(SketchCommand.class, words("sketch", "--strength", "0.6")).request();
    assertThat(request.denoisingStrength()).isEqualTo(0.6);
    assertThat(request.prompt()).isEqualTo("x");
  }

  @Test
  void sketch_mayLieOverAPicture() throws Exception {
    Path plain = TestPictures.plain(folder.resolve("plain.png"), new Color(0x20a040), 64);
    Inpaint request =
        (Inpaint)
            CommandRun.parse(
                    SketchCommand.class,
                    words(
                        "sketch",
                        "--over",
                        plain.toString(),
                        "--transparency",
                        "40",
                        "--compose",
                        "seamless"))
                .request();
    assertThat(request.sketch()).isPresent();
    assertThat(request.mask().level(60, 60)).isZero();
    assertThat(request.mask().level(30, 30)).isEqualTo(153);
    assertThat(request.compose()).isEqualTo(Compose.seamless());
  }
}
