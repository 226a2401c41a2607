package io.pentimento.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.ImageToImage;
import io.pentimento.Loopback;
import io.pentimento.TiledUpscale;
import io.pentimento.image.ImageSize;
import io.pentimento.image.TileBlending;
import io.pentimento.image.Upscaler;
import io.pentimento.inpaint.Inpaint;
import io.pentimento.inpaint.MaskBlur;
import io.pentimento.inpaint.MaskedContent;
import java.awt.Color;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Command lines that paint again and again: loops and tiles. */
class RepeatedRequestsTest {
  @TempDir private Path folder;

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

  @Test
  void upscale_drawsAnewWhereThereIsAPrompt() throws Exception {
    TiledUpscale usual = redraw("--scale 2");
    TiledUpscale asked =
        redraw(
            "--size 200x100 --upscaler nearest --strength 0.2 --tile 96 --overlap 16 --blend"
                + " feathered --background #204060 --colour-correction --steps 9 --seed 4");

    assertThat(usual.prompt()).isEqualTo("x");
    assertThat(usual.scale()).isEqualTo(2);
    assertThat(usual.upscaler()).isEqualTo(Upscaler.lanczos());
    assertThat(usual.denoisingStrength()).isEqualTo(0.3);
    assertThat(usual.tile()).isEmpty();
    assertThat(usual.overlap()).isEqualTo(64);
    assertThat(usual.blending()).isEqualTo(TileBlending.WEBUI);
    assertThat(usual.sampling().guidanceScale()).isEqualTo(5);
    assertThat(asked.size()).contains(new ImageSize(200, 100));
    assertThat(asked.upscaler()).isEqualTo(Upscaler.nearest());
    assertThat(asked.denoisingStrength()).isEqualTo(0.2);
    assertThat(asked.tile()).contains(new ImageSize(96, 96));
    assertThat(asked.overlap()).isEqualTo(16);
    assertThat(asked.blending()).isEqualTo(TileBlending.FEATHERED);
    assertThat(asked.background()).isEqualTo(new Color(0x204060));
    assertThat(asked.colourCorrection()).isTrue();
    assertThat(asked.sampling().steps()).isEqualTo(9);
    assertThat(asked.sampling().seed()).isEqualTo(4);
    assertThat(redraw("--scale 2 --tile 96x64").tile()).contains(new ImageSize(96, 64));
  }

  private TiledUpscale redraw(String options) throws Exception {
    Path picture = TestPictures.plain(folder.resolve("in.png"), Color.ORANGE, 64);
    Object[] words = ("upscale --prompt x --image " + picture + " " + options).split(" ", -1);
    return CommandRun.parse(UpscaleCommand.class, words).request();
  }
}
