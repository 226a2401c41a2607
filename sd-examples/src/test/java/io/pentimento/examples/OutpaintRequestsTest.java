package io.pentimento.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.image.ImageSize;
import io.pentimento.inpaint.Margins;
import io.pentimento.inpaint.MaskedContent;
import io.pentimento.inpaint.Outpaint;
import io.pentimento.inpaint.OutpaintMode;
import java.awt.Color;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the options of {@code sd outpaint} ask for. */
class OutpaintRequestsTest {
  @TempDir private Path folder;

  @Test
  void outpaint_isSmoothUnlessTold() throws Exception {
    Outpaint request = outpaint("--left 48");

    assertThat(request.prompt()).isEqualTo("x");
    assertThat(request.margins()).isEqualTo(new Margins(48, 0, 0, 0));
    assertThat(request.mode()).isEqualTo(OutpaintMode.smooth());
    assertThat(request.denoisingStrength()).isEqualTo(0.8);
    assertThat(request.size()).isEmpty();
    assertThat(request.sampling().guidanceScale()).isEqualTo(5);
  }

  @Test
  void outpaint_takesEveryOption() throws Exception {
    Outpaint request =
        outpaint(
            "--left 1 --right 2 --up 3 --down 4 --seam 7 --strength 0.5 --background #204060"
                + " --width 128 --height 96 --negative blurry --steps 9");

    assertThat(request.margins()).isEqualTo(new Margins(1, 2, 3, 4));
    assertThat(request.mode()).isEqualTo(OutpaintMode.smooth(7));
    assertThat(request.denoisingStrength()).isEqualTo(0.5);
    assertThat(request.background()).isEqualTo(new Color(0x204060));
    assertThat(request.size()).contains(new ImageSize(128, 96));
    assertThat(request.negativePrompt()).isEqualTo("blurry");
    assertThat(request.sampling().steps()).isEqualTo(9);
  }

  @Test
  void outpaint_hasFourModes() throws Exception {
    assertThat(outpaint("--up 8 --mode matched-noise").mode())
        .isEqualTo(OutpaintMode.matchedNoise());
    assertThat(
            outpaint("--up 8 --mode matched-noise --mask-blur 3 --falloff 2 --colour-variation 0.5")
                .mode())
        .isEqualTo(OutpaintMode.matchedNoise(3, 2, 0.5));
    assertThat(outpaint("--up 8 --mode FILL").mode()).isEqualTo(OutpaintMode.fill());
    assertThat(outpaint("--up 8 --mode fill --mask-blur 1 --fill original").mode())
        .isEqualTo(OutpaintMode.fill(1, MaskedContent.ORIGINAL));
    assertThat(outpaint("--up 8 --mode extend").mode()).isEqualTo(OutpaintMode.extend());
    assertThat(outpaint("--up 8 --mode extend --seam 9").mode()).isEqualTo(OutpaintMode.extend(9));
  }

  @Test
  void outpaint_mayBeToldASizeOrAShape() throws Exception {
    assertThat(outpaint("--to 96x64").margins()).isEqualTo(new Margins(16, 16, 0, 0));
    assertThat(outpaint("--to 96x80 --anchor top_left").margins())
        .isEqualTo(new Margins(0, 32, 0, 16));
    assertThat(outpaint("--aspect 3:2 --anchor right").margins())
        .isEqualTo(new Margins(32, 0, 0, 0));
  }

  @Test
  void outpaint_refusesOptionsThatDoNotGoTogether() {
    assertThatThrownBy(() -> outpaint("--seed 1"))
        .hasMessageStartingWith("Say how far the picture is to grow in one way");
    assertThatThrownBy(() -> outpaint("--left 8 --aspect 2:1"))
        .hasMessageStartingWith("Say how far the picture is to grow in one way");
    assertThatThrownBy(() -> outpaint("--left 8 --anchor top"))
        .hasMessageStartingWith("--anchor goes with --to and --aspect.");
    assertThatThrownBy(() -> outpaint("--left 8 --mode fill --seam 3"))
        .hasMessage("--seam does not go with --mode fill. Leave one of them out.");
    assertThatThrownBy(() -> outpaint("--left 8 --mask-blur 3"))
        .hasMessage("--mask-blur does not go with --mode smooth. Leave one of them out.");
    assertThatThrownBy(() -> outpaint("--left 8 --mode fill --falloff 1"))
        .hasMessageStartingWith("--falloff does not go with --mode fill.");
    assertThatThrownBy(() -> outpaint("--left 8 --colour-variation 1"))
        .hasMessageStartingWith("--colour-variation does not go with --mode smooth.");
    assertThatThrownBy(() -> outpaint("--left 8 --fill original"))
        .hasMessageStartingWith("--fill does not go with --mode smooth.");
  }

  private Outpaint outpaint(String options) throws Exception {
    Path picture = TestPictures.plain(folder.resolve("in.png"), Color.ORANGE, 64);
    Object[] words =
        Stream.concat(
                Stream.of("outpaint", "x", "--image", picture.toString()),
                Arrays.stream(options.split(" ", -1)))
            .toArray();
    return CommandRun.parse(OutpaintCommand.class, words).request();
  }
}
