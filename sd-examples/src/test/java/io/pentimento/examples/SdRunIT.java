package io.pentimento.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.image.Pixels;
import io.pentimento.infotext.PictureFile;
import io.pentimento.model.RrdbFile;
import io.pentimento.testing.Goldens;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on the bundled model, from the command line to the files, in a few steps each. */
class SdRunIT {
  @TempDir Path folder;

  @Test
  void txt2img_writesAPictureWithItsSettings() throws Exception {
    Path out = folder.resolve("girl.png");

    CommandRun run =
        CommandRun.of("txt2img", "1girl, beach", "--steps", "3", "--seed", "7", "--out", out);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains(out + "  96x96, seed 7, ");
    assertThat(ImageIO.read(out.toFile()).getWidth()).isEqualTo(96);
    assertThat(Files.readString(out, java.nio.charset.StandardCharsets.ISO_8859_1))
        .contains(
            "1girl, beach",
            "Steps: 3, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 5",
            "Seed: 7");
  }

  @Test
  void txt2img_givesTheSameBytesForTheSameSeed() throws Exception {
    Path first = folder.resolve("a.png");
    Path second = folder.resolve("b.png");

    CommandRun.of("txt2img", "1boy", "--steps", "2", "--seed", "3", "--out", first);
    CommandRun.of("txt2img", "1boy", "--steps", "2", "--seed", "3", "--out", second);

    assertThat(first).hasSameBinaryContentAs(second);
  }

  @Test
  void txt2img_writesJpegAndStartsFromItAgain() throws Exception {
    Path first = folder.resolve("a.jpg");
    Path second = folder.resolve("b.jpg");

    CommandRun made =
        CommandRun.of("txt2img", "1boy", "--steps", "2", "--sampler", "DDIM", "--out", first);
    CommandRun again = CommandRun.of("txt2img", "--from-parameters", first, "--out", second);

    assertThat(made.code()).as(made.err()).isZero();
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(second).hasSameBinaryContentAs(first);
  }

  @Test
  void txt2img_enlargesWithTheFileOfANetwork() throws Exception {
    Path network = RrdbFile.doubling().write(folder.resolve("2x_Test.safetensors"));
    Path out = folder.resolve("large.png");

    CommandRun run =
        CommandRun.of(
            (Object[])
                ("txt2img 1girl --steps 1 --hires-scale 1.5 --hires-upscaler %s --out %s")
                    .formatted(network, out)
                    .split(" ", -1));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("144x144");
    assertThat(PictureFile.readParameters(out).orElseThrow()).contains("Hires upscaler: 2x_Test");
  }

  @Test
  void txt2img_countsTokens() {
    CommandRun run = CommandRun.of("txt2img", "1girl, beach", "--tokens");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("prompt: 4 of 75 tokens", "negative prompt: 0 of 75 tokens");
  }

  @Test
  void txt2img_countsTheVectorsOfEmbeddings() throws Exception {
    CommandRun run =
        CommandRun.of(
            "txt2img",
            "1girl, violet",
            "--negative",
            "violet",
            "--tokens",
            "--model",
            DemoModel.portraits(),
            "--embedding",
            DemoModel.adapters().resolve("violet.pt"));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("prompt: 7 of 75 tokens", "negative prompt: 4 of 75 tokens");
  }

  @Test
  void grid_writesAllCellsInOnePicture() throws Exception {
    Path out = folder.resolve("grid.png");
    Path cells = folder.resolve("cells");

    CommandRun run =
        CommandRun.of(
            (Object[])
                ("grid 1girl --x steps=1,2 --y sampler=Euler,DDIM --width 64 --height 32 --seed 9"
                        + " --margin 2 --out %s --cells %s")
                    .formatted(out, cells)
                    .split(" ", -1));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).startsWith(out.toString()).contains(", 4 cells");
    BufferedImage grid = ImageIO.read(out.toFile());
    BufferedImage last = ImageIO.read(cells.resolve("2-2-1.png").toFile());
    assertThat(cells.toFile().list()).hasSize(4);
    assertThat(last.getWidth()).isEqualTo(64);
    assertThat(grid.getWidth()).isGreaterThan(2 * 64 + 2);
    assertThat(grid.getHeight()).isGreaterThan(2 * 32 + 2);
    int left = grid.getWidth() - 64;
    int top = grid.getHeight() - 32;
    assertThat(grid.getRGB(left, top, 64, 32, null, 0, 64))
        .isEqualTo(last.getRGB(0, 0, 64, 32, null, 0, 64));
    assertThat(PictureFile.readParameters(out).orElseThrow())
        .startsWith("1girl\nSteps: 1, Sampler: Euler, ")
        .contains("Seed: 9, Size: 64x32")
        .endsWith(
            "Script: X/Y/Z plot, X Type: Steps, X Values: \"1,2\", Y Type: Sampler, Y Values:"
                + " \"Euler,DDIM\"");
  }

  @Test
  void txt2img_takesAdaptersByFileOrByName() throws Exception {
    Path adapters = DemoModel.adapters();
    Path byFile = folder.resolve("file.png");
    Path byName = folder.resolve("name.png");
    String settings = " --negative bad-portrait --steps 2 --seed 7 --out ";

    CommandRun file =
        CommandRun.of(
            (Object[])
                ("txt2img crown,violet --lora %s:0.7:0.5 --hypernetwork %s:0.6 --embedding %s"
                        + settings
                        + byFile)
                    .formatted(
                        adapters.resolve("golden-crown.safetensors"),
                        adapters.resolve("sepia.pt"),
                        adapters.resolve("violet.pt"))
                    .split(" ", -1));
    CommandRun name =
        CommandRun.of(
            (Object[])
                ("txt2img crown,violet<lora:golden-crown:0.5:0.7><hypernet:sepia:0.6>"
                        + settings
                        + byName)
                    .split(" ", -1));

    assertThat(file.code()).as(file.err()).isZero();
    assertThat(name.code()).as(name.err()).isZero();
    assertThat(name.err()).isEmpty();
    assertThat(Pixels.of(ImageIO.read(byFile.toFile())))
        .isEqualTo(Pixels.of(ImageIO.read(byName.toFile())));
    assertThat(PictureFile.readParameters(byFile).orElseThrow())
        .contains("<lora:golden-crown:0.5:0.7>", "<hypernet:sepia:0.6>");
  }

  @Test
  void txt2img_refusesALoraOfAnotherModelBeforeAnyWork() {
    Path other = Goldens.path("models/adapters/lora/lora-kohya-sdxl.safetensors");

    CommandRun run =
        CommandRun.of("txt2img", "x", "--lora", other + ":0.7", "--out", folder.resolve("x.png"));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("sd: ").contains(other.toString(), "portraits");
    assertThat(run.err().lines()).hasSize(1);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void grid_variesTheWeightOfALora() throws Exception {
    Path cells = folder.resolve("cells");

    CommandRun run =
        CommandRun.of(
            "grid",
            "golden crown, 1girl<lora:golden-crown:0>",
            "--x",
            "Prompt S/R=crown:0>,crown:0.5>,crown:1>",
            "--steps",
            "2",
            "--seed",
            "7",
            "--out",
            folder.resolve("grid.png"),
            "--cells",
            cells);

    assertThat(run.code()).as(run.err()).isZero();
    List<Pixels> made = new ArrayList<>();
    for (int x = 1; x <= 3; x++) {
      made.add(Pixels.of(ImageIO.read(cells.resolve(x + "-1-1.png").toFile())));
    }
    assertThat(made).doesNotHaveDuplicates();
  }

  @Test
  void adapters_listsWhatTheLibraryFinds() throws Exception {
    Path fits = DemoModel.adapters().resolve("golden-crown.safetensors");
    Path other = Goldens.path("models/adapters/lora/lora-kohya-sdxl.safetensors");
    Files.copy(fits, folder.resolve("crown.safetensors"));
    Files.copy(other, folder.resolve("other.safetensors"));

    CommandRun run = CommandRun.of("adapters", folder, "--fit");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("<lora:crown:1>  " + folder.resolve("crown.safetensors"))
        .contains("words: golden crown; model: portraits, hash: ")
        .contains("<lora:golden-crown:1>", "<hypernet:sepia:1>", "bad-portrait  ", "violet  ")
        .containsOnlyOnce("  does not fit: ");
    assertThat(run.out().lines().filter("  fits"::equals)).hasSize(5);
  }

  @Test
  void grid_writesEveryPictureOfABatch() {
    CommandRun run =
        CommandRun.of(
            (Object[])
                ("grid 1girl --x steps=1,2 --batch 2 --width 64 --height 32 --out %s --cells %s")
                    .formatted(folder.resolve("grid.jpg"), folder.resolve("cells"))
                    .split(" ", -1));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(folder.resolve("cells").toFile().list())
        .containsExactlyInAnyOrder("1-1-1-1.png", "1-1-1-2.png", "2-1-1-1.png", "2-1-1-2.png");
  }

  @Test
  void txt2img_numbersABatchAndPreviewsIt() {
    CommandRun run =
        CommandRun.of(
            (Object[])
                ("txt2img 1girl --steps 2 --batch 2 --seed 5 --preview --out "
                        + folder.resolve("x.png"))
                    .split(" ", -1));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("x-1.png  96x96, seed 5", "x-2.png  96x96, seed 6");
    assertThat(folder)
        .isDirectoryContaining("glob:**/x-1-preview.png")
        .isDirectoryContaining("glob:**/x-2-preview.png");
    assertThat(folder.toFile().list()).hasSize(4);
  }

  @Test
  void sizeThatTheModelCannotDraw_isWrongUsage() {
    CommandRun run =
        CommandRun.of(
            "txt2img", "x", "--width", "97", "--height", "96", "--out", folder.resolve("x.png"));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("sd: width and height must be multiples of ");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void folderThatIsNoModel_fails() {
    CommandRun run =
        CommandRun.of("txt2img", "x", "--model", folder, "--out", folder.resolve("x.png"));

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).startsWith("sd: ").contains(folder.toString());
  }

  @Test
  void img2img_startsFromThePicture() throws Exception {
    Path in = TestPictures.plain(folder.resolve("in.png"), Color.PINK, 96);
    Path out = folder.resolve("out.png");

    CommandRun run =
        CommandRun.of(
            "img2img", "1girl", "--image", in, "--strength", "0.4", "--steps", "4", "--out", out);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(out).exists();
  }

  @Test
  void inpaint_keepsEveryPixelOutsideTheMask() throws Exception {
    Path in = TestPictures.plain(folder.resolve("in.png"), new Color(12, 150, 201), 96);
    Path mask = TestPictures.mask(folder.resolve("mask.png"), 96);
    Path out = folder.resolve("out.png");

    CommandRun run =
        CommandRun.of(
            "inpaint",
            "1girl",
            "--image",
            in,
            "--mask",
            mask,
            "--mask-blur",
            "0",
            "--steps",
            "4",
            "--out",
            out);

    assertThat(run.code()).as(run.err()).isZero();
    BufferedImage picture = ImageIO.read(out.toFile());
    int changedInside = 0;
    for (int y = 0; y < 96; y++) {
      for (int x = 0; x < 96; x++) {
        boolean inside = x >= 24 && x < 72 && y >= 24 && y < 72;
        boolean kept = (picture.getRGB(x, y) & 0xffffff) == 0x0c96c9;
        changedInside += inside && !kept ? 1 : 0;
        assertThat(inside || kept).as("pixel (%d, %d)", x, y).isTrue();
      }
    }
    assertThat(changedInside).isGreaterThan(1000);
  }

  @Test
  void loopback_writesEveryLoop() throws Exception {
    Path in = TestPictures.plain(folder.resolve("in.png"), Color.PINK, 96);
    Path out = folder.resolve("out.png");

    CommandRun run =
        CommandRun.of(
            (Object[])
                ("loopback 1girl --image %s --loops 2 --batch 2 --strength 0.5 --steps 2 --seed 5"
                        + " --every-loop --out %s")
                    .formatted(in, out)
                    .split(" ", -1));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("out-1.png  96x96, seed 5", "out-2.png  96x96, seed 7");
    for (int picture = 1; picture <= 2; picture++) {
      Path finished = folder.resolve("out-" + picture + ".png");
      Path last = folder.resolve("out-" + picture + "-loop2.png");
      assertThat(Pixels.of(ImageIO.read(last.toFile())))
          .isEqualTo(Pixels.of(ImageIO.read(finished.toFile())))
          .isNotEqualTo(
              Pixels.of(ImageIO.read(folder.resolve("out-" + picture + "-loop1.png").toFile())));
      assertThat(PictureFile.readParameters(finished).orElseThrow())
          .contains("Final denoising strength: 0.5, Denoising curve: Linear, Loops: 2");
    }
  }

  @Test
  void upscale_drawsTilesAnew() throws Exception {
    Path in = TestPictures.plain(folder.resolve("in.png"), Color.PINK, 64);
    Path out = folder.resolve("out.png");

    CommandRun run =
        CommandRun.of(
            (Object[])
                ("upscale --prompt 1girl --image %s --scale 2 --tile 96 --overlap 16 --blend"
                        + " feathered --steps 4 --seed 5 --out %s")
                    .formatted(in, out)
                    .split(" ", -1));

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("out.png  128x128, seed 5");
    assertThat(PictureFile.readParameters(out).orElseThrow())
        .contains("Size: 96x96", "SD upscale overlap: 16, SD upscale upscaler: Lanczos");
  }

  private static CommandRun run(String command, Object... values) {
    return CommandRun.of((Object[]) command.formatted(values).split(" ", -1));
  }

  @Test
  void inpaint_repaintsEachMaskedPictureOfAFolder() throws Exception {
    Path photos = Files.createDirectory(folder.resolve("photos"));
    Path masks = Files.createDirectory(folder.resolve("masks"));
    Path out = folder.resolve("out");
    TestPictures.plain(photos.resolve("a.png"), Color.PINK, 64);
    TestPictures.plain(photos.resolve("b.png"), Color.GRAY, 64);
    TestPictures.plain(photos.resolve("c.png"), Color.CYAN, 64);
    TestPictures.mask(masks.resolve("a.png"), 64);
    TestPictures.mask(masks.resolve("c.png"), 64);

    CommandRun run =
        run(
            "inpaint 1girl --image %s --mask %s --each-part --mask-blur 0 --steps 2 --seed 4 --out"
                + " %s",
            photos, masks, out);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err())
        .isEqualTo("sd: skipped, for want of a mask: %s%n".formatted(photos.resolve("b.png")));
    assertThat(out.toFile().list()).containsExactlyInAnyOrder("a.png", "c.png");
    BufferedImage made = ImageIO.read(out.resolve("c.png").toFile());
    assertThat(new Color(made.getRGB(3, 3))).isEqualTo(Color.CYAN);
    assertThat(made.getRGB(32, 32)).isNotEqualTo(Color.CYAN.getRGB());
    assertThat(PictureFile.readParameters(out.resolve("c.png")).orElseThrow())
        .contains("Inpaint regions: 1");
  }

  @Test
  void inpaint_repaintsRegionsWithWordsOfTheirOwn() throws Exception {
    Path in = TestPictures.plain(folder.resolve("in.png"), Color.PINK, 96);
    Path mask = TestPictures.mask(folder.resolve("mask.png"), 96);
    Path out = folder.resolve("out.png");

    CommandRun run =
        run(
            "inpaint beach --image %s --region %s=1girl --region %s --mask-blur 0 --steps 2 --out"
                + " %s",
            in, mask, mask, out);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(PictureFile.readParameters(out).orElseThrow()).contains("Inpaint regions: 2");
    assertThat(new Color(ImageIO.read(out.toFile()).getRGB(3, 90))).isEqualTo(Color.PINK);
  }

  @Test
  void outpaint_keepsThePictureBeyondTheSeam() throws Exception {
    Path in = TestPictures.plain(folder.resolve("in.png"), new Color(12, 150, 201), 64);
    Path out = folder.resolve("out.png");

    CommandRun run =
        run(
            "outpaint beach --image %s --left 16 --right 16 --seam 8 --steps 2 --seed 5 --out %s",
            in, out);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("out.png  96x64, seed 5");
    BufferedImage made = ImageIO.read(out.toFile());
    for (int y = 0; y < 64; y++) {
      for (int x = 8; x < 56; x++) {
        assertThat(made.getRGB(16 + x, y)).as("pixel (%d, %d)", x, y).isEqualTo(0xff0c96c9);
      }
    }
    assertThat(made.getRGB(2, 32)).isNotEqualTo(0xff0c96c9);
  }

  @Test
  void sketch_changesNothingAwayFromTheStrokes() throws Exception {
    Path in = TestPictures.plain(folder.resolve("in.png"), new Color(12, 150, 201), 96);
    BufferedImage drawn = ImageIO.read(in.toFile());
    for (int y = 40; y < 56; y++) {
      for (int x = 30; x < 70; x++) {
        drawn.setRGB(x, y, 0xd02010);
      }
    }
    Path strokes = folder.resolve("strokes.png");
    ImageIO.write(drawn, "png", strokes.toFile());
    Path out = folder.resolve("out.png");

    CommandRun run =
        run(
            "sketch hat --image %s --over %s --mask-blur 0 --strength 0.6 --steps 4 --out %s",
            strokes, in, out);

    assertThat(run.code()).as(run.err()).isZero();
    BufferedImage made = ImageIO.read(out.toFile());
    assertThat(made.getWidth()).isEqualTo(96);
    for (int y = 0; y < 96; y++) {
      for (int x = 0; x < 96; x++) {
        if (drawn.getRGB(x, y) == 0xff0c96c9) {
          assertThat(made.getRGB(x, y)).as("pixel (%d, %d)", x, y).isEqualTo(0xff0c96c9);
        }
      }
    }
    assertThat(made.getRGB(50, 48)).isNotEqualTo(0xff0c96c9);
  }

  @Test
  void loopback_keepsWhatTheMaskDoesInEveryLoop() throws Exception {
    Path in = TestPictures.plain(folder.resolve("in.png"), new Color(12, 150, 201), 96);
    Path mask = TestPictures.mask(folder.resolve("mask.png"), 96);
    Path out = folder.resolve("out.png");

    CommandRun run =
        run(
            "loopback 1girl --image %s --mask %s --mask-blur 0 --loops 2 --steps 2 --out %s",
            in, mask, out);

    assertThat(run.code()).as(run.err()).isZero();
    BufferedImage made = ImageIO.read(out.toFile());
    for (int i = 0; i < 24; i++) {
      assertThat(made.getRGB(i, 95 - i)).isEqualTo(0xff0c96c9);
    }
    assertThat(made.getRGB(48, 48)).isNotEqualTo(0xff0c96c9);
  }
}
