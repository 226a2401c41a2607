package io.pentimento.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.image.Pixels;
import io.pentimento.infotext.PictureFile;
import io.pentimento.testing.Goldens;
import java.awt.Color;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sd detail} on the bundled model, from the command line to the files. */
class DetailRunIT {
  @TempDir Path folder;

  @Test
  void detail_repairsTheFacesThatRulesFind() throws Exception {
    Path picture = folder.resolve("girl.png");
    Path out = folder.resolve("repaired.png");
    CommandRun.of("txt2img", "1girl, smile", "--steps", "8", "--seed", "4", "--out", picture);

    CommandRun run = CommandRun.of("detail", picture, "--steps", "3", "--seed", "5", "--out", out);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("seed 5, ");
    assertThat(PictureFile.readParameters(out).orElseThrow())
        .startsWith("1girl, smile")
        .contains("ADetailer model: portrait faces (rules)", "ADetailer found: ");
  }

  @Test
  void detail_takesTheFileOfANetworkAndLeavesAPictureWithoutFaces() throws Exception {
    Path picture = TestPictures.plain(folder.resolve("in.png"), Color.ORANGE, 64);
    Path out = folder.resolve("out.png");
    Path detector = Goldens.path("vision/yolov8-tiny/model.pt");

    CommandRun run =
        CommandRun.of("detail", picture, "--detector", detector, "--confidence", "1", "--out", out);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("nothing was found, so the picture is as it was");
    assertThat(Pixels.of(ImageIO.read(out.toFile())))
        .isEqualTo(Pixels.of(ImageIO.read(picture.toFile())));
    assertThat(PictureFile.readParameters(out).orElseThrow())
        .contains("ADetailer model: model.pt", "ADetailer found: nothing");
  }
}
