package io.pentimento.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.ImageToImage;
import io.pentimento.TextToImage;
import io.pentimento.image.ImageSize;
import io.pentimento.inpaint.Inpaint;
import io.pentimento.inpaint.InpaintArea;
import io.pentimento.inpaint.MaskedContent;
import io.pentimento.sampling.Conventions;
import io.pentimento.sampling.Sampling;
import java.awt.Color;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Command lines, and the requests they stand for. */
class RequestsTest {
  @TempDir Path folder;

  @Test
  void txt2img_takesTheSettingsOfTheBundledModelsCard() {
    TextToImage request =
        CommandRun.parse(TextToImageCommand.class, "txt2img", "1girl, beach").request();

    assertThat(request.prompt()).isEqualTo("1girl, beach");
    assertThat(request.negativePrompt()).isEmpty();
    assertThat(request.size()).isEmpty();
    Sampling sampling = request.sampling();
    assertThat(sampling.steps()).isEqualTo(20);
    assertThat(sampling.guidanceScale()).isEqualTo(5);
    assertThat(sampling.sampler().name()).isEqualTo("DPM++ 2M");
    assertThat(sampling.schedule().name()).isEqualTo("Automatic");
    assertThat(sampling.batch()).isEqualTo(1);
    assertThat(sampling.prompts().clipSkip()).isEqualTo(1);
    assertThat(sampling.conventions()).isEqualTo(Conventions.WEBUI);
  }

  @Test
  void txt2img_takesTheWebuisSettingsForOtherModels() {
    Sampling sampling =
        CommandRun.parse(TextToImageCommand.class, "txt2img", "x", "--model", "sd15")
            .request()
            .sampling();

    assertThat(sampling.guidanceScale()).isEqualTo(7);
    assertThat(sampling.schedule().name()).isEqualTo("Automatic");
  }

  @Test
  void txt2img_drawsASeedThatItCanTell() {
    TextToImageCommand command = CommandRun.parse(TextToImageCommand.class, "txt2img", "x");

    assertThat(command.request().sampling().seed()).isBetween(0L, (1L << 32) - 1);
  }

  @Test
  void txt2img_takesEveryOption() {
    TextToImage request =
        CommandRun.parse(
                TextToImageCommand.class,
                (Object[])
                    ("txt2img x --negative blurry --steps 9 --cfg 3.5 --sampler euler-a --schedule"
                            + " uniform --seed 5 --batch 3 --clip-skip 2 --conventions diffusers"
                            + " --width 128 --height 64")
                        .split(" ", -1))
            .request();

    assertThat(request.negativePrompt()).isEqualTo("blurry");
    assertThat(request.size()).contains(new ImageSize(128, 64));
    Sampling sampling = request.sampling();
    assertThat(sampling.steps()).isEqualTo(9);
    assertThat(sampling.guidanceScale()).isEqualTo(3.5);
    assertThat(sampling.sampler().name()).isEqualTo("Euler a");
    assertThat(sampling.schedule().name()).isEqualTo("Uniform");
    assertThat(sampling.seed()).isEqualTo(5);
    assertThat(sampling.batch()).isEqualTo(3);
    assertThat(sampling.prompts().clipSkip()).isEqualTo(2);
    assertThat(sampling.conventions()).isEqualTo(Conventions.DIFFUSERS);
  }

  @Test
  void samplers_areFoundByTheirTitlesToo() {
    Sampling sampling =
        CommandRun.parse(
                TextToImageCommand.class,
                "txt2img",
                "x",
                "--sampler",
                "DPM++ 2M",
                "--schedule",
                "KARRAS")
            .request()
            .sampling();

    assertThat(sampling.sampler().name()).isEqualTo("DPM++ 2M");
    assertThat(sampling.schedule().name()).isEqualTo("Karras");
  }

  @Test
  void prompts_mayBeginWithAnAtSign() {
    assertThat(CommandRun.parse(TextToImageCommand.class, "txt2img", "@home").request().prompt())
        .isEqualTo("@home");
  }

  @Test
  void img2img_readsThePicture() throws Exception {
    Path picture = TestPictures.plain(folder.resolve("in.png"), Color.ORANGE, 64);

    ImageToImage request =
        CommandRun.parse(
                ImageToImageCommand.class, "img2img", "x", "--image", picture, "--strength", "0.6")
            .request();

    assertThat(request.denoisingStrength()).isEqualTo(0.6);
    assertThat(request.image().getWidth()).isEqualTo(64);
    assertThat(new Color(request.image().getRGB(3, 3))).isEqualTo(Color.ORANGE);
    assertThat(request.size()).isEmpty();
  }

  @Test
  void inpaint_startsFromTheWebuisSettings() throws Exception {
    Inpaint request = inpaint();

    assertThat(request.denoisingStrength()).isEqualTo(0.75);
    assertThat(request.maskedContent()).isEqualTo(MaskedContent.ORIGINAL);
    assertThat(request.area()).isEqualTo(InpaintArea.wholePicture());
    assertThat(request.maskBlur()).isEqualTo(4);
    assertThat(request.invert()).isFalse();
    assertThat(request.mask().level(0, 0)).isZero();
    assertThat(request.mask().level(32, 32)).isEqualTo(255);
  }

  @Test
  void inpaint_takesEveryOption() throws Exception {
    Inpaint request =
        inpaint(
            ("--invert --mask-blur 2 --fill latent-noise --only-masked --padding 16 --strength 1"
                    + " --steps 5")
                .split(" ", -1));

    assertThat(request.invert()).isTrue();
    assertThat(request.maskBlur()).isEqualTo(2);
    assertThat(request.maskedContent()).isEqualTo(MaskedContent.LATENT_NOISE);
    assertThat(request.area()).isEqualTo(InpaintArea.onlyMasked(16));
    assertThat(request.denoisingStrength()).isEqualTo(1);
    assertThat(request.sampling().steps()).isEqualTo(5);
  }

  private Inpaint inpaint(String... options) throws Exception {
    Path picture = TestPictures.plain(folder.resolve("in.png"), Color.ORANGE, 64);
    Path mask = TestPictures.mask(folder.resolve("mask.png"), 64);
    Object[] words = new Object[6 + options.length];
    System.arraycopy(
        new Object[] {"inpaint", "x", "--image", picture, "--mask", mask}, 0, words, 0, 6);
    System.arraycopy(options, 0, words, 6, options.length);
    return CommandRun.parse(InpaintCommand.class, words).request();
  }
}
