package io.pentimento.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.ImageToImage;
import io.pentimento.Loopback;
import io.pentimento.inpaint.Inpaint;
import io.pentimento.inpaint.MaskBlur;
import io.pentimento.inpaint.MaskedContent;
import java.awt.Color;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Command lines of loops, and the requests they stand for. */
class LoopbackRequestsTest {
  @TempDir Path folder;

  @Test
  void loopback_startsFromTheWebuisSettings() throws Exception {
    Loopback request = loopback("");

    assertThat(request.loops()).isEqualTo(4);
    assertThat(request.finalDenoisingStrength()).isEqualTo(0.5);
    assertThat(request.curve()).isEqualTo(Loopback.Curve.LINEAR);
    assertThat(request.request()).isInstanceOf(ImageToImage.class);
    assertThat(request.request().denoisingStrength()).isEqualTo(0.75);
  }

  @Test
  void loopback_takesItsOptionsAndThoseOfImg2img() throws Exception {
    Loopback request =
        loopback(
            " --loops 7 --final-strength 0.9 --curve lazy --strength 0.3 --steps 9 --scale 2"
                + " --colour-correction --negative fog");

    assertThat(request.loops()).isEqualTo(7);
    assertThat(request.finalDenoisingStrength()).isEqualTo(0.9);
    assertThat(request.curve()).isEqualTo(Loopback.Curve.LAZY);
    ImageToImage first = (ImageToImage) request.request();
    assertThat(first.denoisingStrength()).isEqualTo(0.3);
    assertThat(first.sampling().steps()).isEqualTo(9);
    assertThat(first.negativePrompt()).isEqualTo("fog");
    assertThat(first.scale()).isEqualTo(2);
    assertThat(first.colourCorrection()).isTrue();
  }

  @Test
  void loopback_repaintsWhereThereIsAMask() throws Exception {
    Path mask = TestPictures.mask(folder.resolve("mask.png"), 64);
    Loopback request = loopback(" --fill latent-noise --mask-blur 2 --mask " + mask);

    Inpaint first = (Inpaint) request.request();
    assertThat(first.maskedContent()).isEqualTo(MaskedContent.LATENT_NOISE);
    assertThat(first.maskBlur()).isEqualTo(MaskBlur.of(2));
    assertThat(first.mask().level(32, 32)).isEqualTo(255);
  }

  private Loopback loopback(String options) throws Exception {
    Path picture = TestPictures.plain(folder.resolve("in.png"), Color.ORANGE, 64);
    Object[] words = ("loopback x --image " + picture + options).split(" ", -1);
    return CommandRun.parse(LoopbackCommand.class, words).request();
  }
}
