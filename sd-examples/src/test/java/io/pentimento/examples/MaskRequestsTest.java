package io.pentimento.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.ImageToImage;
import io.pentimento.image.ImageSize;
import io.pentimento.inpaint.Compose;
import io.pentimento.inpaint.Inpaint;
import io.pentimento.inpaint.Mask;
import java.awt.Color;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
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
    return CommandRun.parse(InpaintCommand.class, words("inpaint", options)).request();
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
