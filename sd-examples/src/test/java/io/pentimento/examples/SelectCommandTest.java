package io.pentimento.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.image.PictureReader;
import io.pentimento.inpaint.Inpaint;
import io.pentimento.inpaint.Mask;
import io.pentimento.testing.Goldens;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelectCommandTest {
  private static final String CLIPSEG = "vision/clipseg-tiny/";
  private static final String ISNET = "vision/isnet-tiny/";

  @TempDir private Path folder;
  private Path picture = Path.of("");
  private Path out = Path.of("");

  @BeforeEach
  void drawPicture() throws IOException {
    BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.ORANGE);
    graphics.fillRect(10, 12, 20, 16);
    graphics.dispose();
    picture = folder.resolve("in.png");
    out = folder.resolve("deep/mask.png");
    ImageIO.write(image, "png", picture.toFile());
  }

  @Test
  void colourAt_needsNoNetwork() throws IOException {
    CommandRun run = CommandRun.of("select", picture, "--colour-at", "15,15", "--out", out);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo("%s  10.4%% selected%n".formatted(out));
    assertThat(mask().boundingBox()).contains(new Rectangle(10, 12, 20, 16));
  }

  @Test
  void selection_isShaped() throws IOException {
    CommandRun.of("select", picture, "--colour-at", "15,15", "--grow", "-2", "--out", out);
    assertThat(mask().boundingBox()).contains(new Rectangle(12, 14, 16, 12));
  }

  @Test
  void clicks_reachSegmentAnything() throws IOException {
    Path sam = samFolder();
    CommandRun run =
        CommandRun.of(
            "select",
            picture,
            "--sam",
            sam,
            "--point",
            "15,15",
            "--box",
            "10,12,20,16",
            "--out",
            out);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(mask().size().width()).isEqualTo(64);
  }

  @Test
  void subject_isWrittenSoft() throws IOException {
    Path isNet = Goldens.path(ISNET + "model.pth");
    CommandRun run = CommandRun.of("select", picture, "--subject", isNet, "--soft", "--out", out);
    assertThat(run.code()).as(run.err()).isZero();
    BufferedImage mask = PictureReader.read(out);
    assertThat(new Rectangle(mask.getWidth(), mask.getHeight())).isEqualTo(new Rectangle(64, 48));
  }

  @Test
  void words_needClipSeg() {
    assertWrong(
        "--clipseg must name a file of CLIPSeg to find words with, but is not set.",
        "--words",
        "hair");
  }

  @Test
  void fileOfAnotherKind_isRefusedByName() {
    Path clipSeg = Goldens.path(CLIPSEG + "model.safetensors");
    CommandRun run = CommandRun.of("select", picture, "--subject", clipSeg, "--out", out);
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).contains("this is CLIPSeg. Load it with TextSegmenter.");
  }

  @Test
  void wrongLines_areWrongUsage() {
    assertWrong("Say what to select, in one way:");
    assertWrong("Say what to select, in one way:", "--words", "hair", "--colour-at", "1,1");
    assertWrong("--sam must name a file of Segment Anything, but is not set.", "--point", "1,1");
    assertWrong(
        "--colour-at must lie in the picture of 64x48, but got: 64,1.", "--colour-at", "64,1");
    assertWrong("a box must be left, top, width and height in pixels", "--box", "1,2,3");
    assertThat(out).doesNotExist();
  }

  @Test
  void clickOutside_isWrongUsage() throws IOException {
    assertWrong(
        "A click must be in the picture, which is 64x48, but got: (70, 3).",
        "--sam",
        samFolder().toString(),
        "--point",
        "70,3");
  }

  @Test
  void inpaint_repaintsTheSubjectOfEachPicture() throws IOException {
    Path isNet = Goldens.path(ISNET + "model.pth");
    InpaintCommand command =
        CommandRun.parse(
            InpaintCommand.class, "inpaint", "a cat", "--image", folder, "--mask-subject", isNet);
    assertThat(command.maskedPictures().pictures()).containsExactly(picture);
    InpaintCommand one =
        CommandRun.parse(
            InpaintCommand.class, "inpaint", "a cat", "--image", picture, "--mask-subject", isNet);
    assertThat(one.request()).isInstanceOf(Inpaint.class);
  }

  private void assertWrong(String message, String... options) {
    Object[] words = new Object[options.length + 4];
    System.arraycopy(options, 0, words, 2, options.length);
    words[0] = "select";
    words[1] = picture;
    words[options.length + 2] = "--out";
    words[options.length + 3] = out;
    CommandRun run = CommandRun.of(words);
    assertThat(run.err()).contains(message);
    assertThat(run.code()).isEqualTo(2);
  }

  private Path samFolder() throws IOException {
    Path sam = Files.createDirectories(folder.resolve("sam"));
    for (String name : new String[] {"model.safetensors", "config.json"}) {
      Files.copy(Goldens.path("vision/sam-tiny/" + name), sam.resolve(name));
    }
    return sam;
  }

  private Mask mask() throws IOException {
    return Mask.fromImage(PictureReader.read(out));
  }
}
