package io.pentimento.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.HiresFix;
import io.pentimento.HiresUpscaler;
import io.pentimento.ImageToImage;
import io.pentimento.TextToImage;
import io.pentimento.image.AspectRatio;
import io.pentimento.image.ImageSize;
import io.pentimento.image.ResizeMode;
import io.pentimento.image.Upscaler;
import io.pentimento.inpaint.Compose;
import io.pentimento.inpaint.Inpaint;
import io.pentimento.inpaint.InpaintArea;
import io.pentimento.inpaint.MaskBlur;
import io.pentimento.inpaint.MaskedContent;
import io.pentimento.inpaint.SoftInpainting;
import io.pentimento.prompt.Emphasis;
import io.pentimento.prompt.TokenPadding;
import io.pentimento.sampling.Churn;
import io.pentimento.sampling.Conventions;
import io.pentimento.sampling.Guidance;
import io.pentimento.sampling.NoiseSource;
import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.Seeds;
import io.pentimento.sampling.SigmaSchedule;
import java.awt.Color;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Command lines, and the requests they stand for. */
class RequestsTest {
  @TempDir Path folder;

  @Test
  void txt2img_takesTheSettingsOfTheBundledModelsCard() throws Exception {
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
  void txt2img_takesTheWebuisSettingsForOtherModels() throws Exception {
    Sampling sampling =
        CommandRun.parse(TextToImageCommand.class, "txt2img", "x", "--model", "sd15")
            .request()
            .sampling();

    assertThat(sampling.guidanceScale()).isEqualTo(7);
    assertThat(sampling.schedule().name()).isEqualTo("Automatic");
  }

  @Test
  void txt2img_drawsASeedThatItCanTell() throws Exception {
    TextToImageCommand command = CommandRun.parse(TextToImageCommand.class, "txt2img", "x");

    assertThat(command.request().sampling().seed()).isBetween(0L, (1L << 32) - 1);
  }

  @Test
  void txt2img_takesEveryOption() throws Exception {
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
  void txt2img_takesEverySettingOfNoiseAndGuidance() throws Exception {
    Sampling sampling =
        txt2img(
                "x --sampler Heun --churn 5 --tmin 0.1 --tmax 9 --noise-scale 1.1 --schedule Karras"
                    + " --sigma-min 0.2 --sigma-max 8 --rho 5 --discard-penultimate --seeds 4,9"
                    + " --variation-seed 3 --variation-strength 0.2 --seed-resize 64x96 --ensd"
                    + " 31337 --rng nv --emphasis no-norm --pad-conds --guidance-rescale 0.7 --ngms"
                    + " 2 --skip-early-cfg 0.1")
            .sampling();

    assertThat(sampling.sampler()).isEqualTo(Sampler.heun(new Churn(5, 0.1, 9, 1.1)));
    assertThat(sampling.schedule())
        .isEqualTo(SigmaSchedule.karras(5, 0.2, 8).discardingPenultimate());
    assertThat(sampling.batch()).isEqualTo(2);
    assertThat(sampling.seeds())
        .isEqualTo(
            new Seeds(
                -1,
                List.of(4L, 9L),
                Optional.of(new Seeds.Variation(3, 0.2)),
                Optional.of(new ImageSize(64, 96)),
                31337,
                NoiseSource.nvidia()));
    assertThat(sampling.prompts().emphasis()).isEqualTo(Emphasis.NO_NORM);
    assertThat(sampling.prompts().padding()).isEqualTo(TokenPadding.EMPTY_TEXT);
    assertThat(sampling.guidance()).isEqualTo(new Guidance(5, 0.7, 0.1, 2, false, 1.5));
  }

  @Test
  void samplers_mayBringTheirSchedule() throws Exception {
    Sampling karras = txt2img("x --sampler dpm++_sde_exponential").sampling();
    Sampling uniform = txt2img("x --sampler dpm++_sde_exponential --schedule uniform").sampling();

    assertThat(karras.sampler().name()).isEqualTo("DPM++ SDE");
    assertThat(karras.schedule().name()).isEqualTo("Exponential");
    assertThat(uniform.schedule().name()).isEqualTo("Uniform");
    assertThat(txt2img("x --sampler ddim --eta 0.3").sampling().sampler())
        .isEqualTo(Sampler.ddim(0.3));
  }

  @Test
  void txt2img_takesASecondPass() throws Exception {
    TextToImage request =
        txt2img(
            "x --hires-size 128x0128 --hires-upscaler Lanczos --hires-steps 7 --hires-strength 0.4"
                + " --hires-sampler Euler --hires-schedule Karras --hires-prompt y"
                + " --hires-negative z");

    assertThat(request.hiresFix())
        .contains(
            HiresFix.size(128, 128)
                .upscaler(HiresUpscaler.named("Lanczos"))
                .steps(7)
                .denoisingStrength(0.4)
                .sampler(Sampler.euler())
                .schedule(SigmaSchedule.karras())
                .prompt("y")
                .negativePrompt("z")
                .build());
    assertThat(txt2img("x --hires-scale 1.5").hiresFix()).contains(HiresFix.scale(1.5).build());
    assertThat(txt2img("x").hiresFix()).isEmpty();
  }

  @Test
  void txt2img_takesTheFileOfAnUpscaler() throws Exception {
    Path file = Files.writeString(folder.resolve("4x_Sharp.pth"), "");

    HiresFix fix = txt2img("x --hires-scale 2 --hires-upscaler " + file).hiresFix().orElseThrow();

    assertThat(fix.upscaler()).isEqualTo(new HiresUpscaler.OfPicture(new UpscalerFile(file)));
    assertThat(fix.upscaler().name()).isEqualTo("4x_Sharp");
  }

  @Test
  void txt2img_readsMidjourneysManner() throws Exception {
    TextToImage request = txt2img("hot::2=dog=--ar=3:2=--seed=5 --midjourney", "=");

    assertThat(request.prompt()).contains("hot", "dog").doesNotContain("::");
    assertThat(request.aspectRatio()).contains(new AspectRatio(3, 2));
    assertThat(request.sampling().seed()).isEqualTo(5);
    assertThat(request.sampling().guidanceScale()).isEqualTo(5);
    assertThat(txt2img("x --aspect 2:1").aspectRatio()).contains(new AspectRatio(2, 1));
  }

  @Test
  void txt2img_startsFromParameters_andOptionsCountBeforeThem() throws Exception {
    Path text =
        Files.writeString(
            folder.resolve("girl.txt"),
            "1girl\nNegative prompt: blurry\nSteps: 7, Sampler: Euler a, Schedule type: Karras,"
                + " CFG scale: 3, Seed: 11, Size: 64x96, RNG: CPU");

    TextToImage told = txt2img("--from-parameters " + text);
    TextToImage changed =
        txt2img("1boy --from-parameters " + text + " --steps 9 --seed 12 --aspect 1:2");

    assertThat(told.prompt()).isEqualTo("1girl");
    assertThat(told.negativePrompt()).isEqualTo("blurry");
    assertThat(told.sampling().steps()).isEqualTo(7);
    assertThat(told.sampling().seed()).isEqualTo(11);
    assertThat(told.size()).contains(new ImageSize(64, 96));
    assertThat(changed.prompt()).isEqualTo("1boy");
    assertThat(changed.negativePrompt()).isEqualTo("blurry");
    assertThat(changed.sampling().steps()).isEqualTo(9);
    assertThat(changed.sampling().seed()).isEqualTo(12);
    assertThat(changed.sampling().sampler().name()).isEqualTo("Euler a");
    assertThat(changed.size()).isEmpty();
  }

  @Test
  void grid_takesTheOptionsOfTxt2img() throws Exception {
    GridCommand command =
        CommandRun.parse(
            GridCommand.class,
            (Object[])
                "grid x --x cfg=3-9~[3] --y steps=5,6 --z seed=1,2 --steps 9 --width 64 --height 96"
                    .replace(' ', '\n')
                    .replace('~', ' ')
                    .split("\n", -1));

    TextToImage request = command.request();
    assertThat(request.sampling().steps()).isEqualTo(9);
    assertThat(request.size()).contains(new ImageSize(64, 96));
    assertThat(request.sampling().seed()).isNotNegative();
    assertThat(command.grid(request).size()).isEqualTo(12);
  }

  private static TextToImage txt2img(String line) throws Exception {
    return txt2img(line, " ");
  }

  /** Reads a line in which a character of one's own stands for a blank inside a word. */
  private static TextToImage txt2img(String line, String blank) throws Exception {
    Object[] words =
        Stream.concat(
                Stream.of("txt2img"),
                Arrays.stream(line.split(" ", -1)).map(word -> word.replace(blank, " ")))
            .toArray();
    return CommandRun.parse(TextToImageCommand.class, words).request();
  }

  @Test
  void samplers_areFoundByTheirTitlesToo() throws Exception {
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
  void prompts_mayBeginWithAnAtSign() throws Exception {
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
    assertThat(request.maskBlur()).isEqualTo(MaskBlur.of(4));
    assertThat(request.softInpainting()).isEmpty();
    assertThat(request.compose()).isEqualTo(Compose.overlay());
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
    assertThat(request.maskBlur()).isEqualTo(MaskBlur.of(2));
    assertThat(request.maskedContent()).isEqualTo(MaskedContent.LATENT_NOISE);
    assertThat(request.area()).isEqualTo(InpaintArea.onlyMasked(16));
    assertThat(request.denoisingStrength()).isEqualTo(1);
    assertThat(request.sampling().steps()).isEqualTo(5);
  }

  @Test
  void inpaint_takesSoftInpaintingAndHowToCompose() throws Exception {
    Inpaint plain = inpaint("--soft-inpainting", "--compose", "Seamless", "--mask-blur", "4x8.5");
    assertThat(plain.softInpainting()).contains(SoftInpainting.defaults());
    assertThat(plain.compose()).isEqualTo(Compose.seamless());
    assertThat(plain.maskBlur()).isEqualTo(new MaskBlur(4, 8.5));

    Inpaint tuned =
        inpaint(
            ("--soft-inpainting --soft-schedule-bias 2 --soft-preservation 0.25"
                    + " --soft-transition-contrast 8 --soft-mask-influence 0.5"
                    + " --soft-difference-threshold 1 --soft-difference-contrast 3"
                    + " --compose paste")
                .split(" ", -1));
    assertThat(tuned.softInpainting()).contains(new SoftInpainting(2, 0.25, 8, 0.5, 1, 3));
    assertThat(tuned.compose()).isEqualTo(Compose.paste());
    assertThat(inpaint("--compose", "raw").compose()).isEqualTo(Compose.raw());
  }

  @Test
  void inpaint_refusesWhatItCannotRead() {
    assertThatThrownBy(() -> inpaint("--mask-blur", "4x"))
        .hasMessageContaining("a mask blur must be pixels such as 4")
        .hasMessageContaining("but got: 4x.");
    assertThatThrownBy(() -> inpaint("--mask-blur", "600"))
        .hasMessageContaining("maskBlur must be in [0, 512] pixels, but got: 600");
    assertThatThrownBy(() -> inpaint("--compose", "glue"))
        .hasMessageContaining("compose must be one of overlay, paste, seamless, raw")
        .hasMessageContaining("but got: glue.");
    assertThatThrownBy(() -> inpaint("--soft-preservation", "0.25"))
        .hasMessageContaining("--soft-inpainting");
  }

  private Inpaint inpaint(String... options) throws Exception {
    Path picture = TestPictures.plain(folder.resolve("in.png"), Color.ORANGE, 64);
    Path mask = TestPictures.mask(folder.resolve("mask.png"), 64);
    Object[] words = new Object[6 + options.length];
    System.arraycopy(
        new Object[] {"inpaint", "x", "--image", picture, "--mask", mask}, 0, words, 0, 6);
    System.arraycopy(options, 0, words, 6, options.length);
    return (Inpaint) CommandRun.parse(InpaintCommand.class, words).request();
  }

  @Test
  void img2img_takesWhatIsDoneWithThePicture() throws Exception {
    Path picture = TestPictures.plain(folder.resolve("in.png"), Color.ORANGE, 64);

    ImageToImage request =
        CommandRun.parse(
                ImageToImageCommand.class,
                "img2img",
                "x",
                "--image",
                picture,
                "--resize-mode",
                "crop-and-resize",
                "--background",
                "#204060",
                "--colour-correction")
            .request();

    assertThat(request.resizeMode()).isEqualTo(ResizeMode.CROP_AND_RESIZE);
    assertThat(request.background()).isEqualTo(new Color(0x204060));
    assertThat(request.colourCorrection()).isTrue();
  }

  @Test
  void img2img_takesTheGuidanceTowardsThePicture() throws Exception {
    String words =
        "img2img x --image " + TestPictures.plain(folder.resolve("in.png"), Color.RED, 64);

    assertThat(imageGuidance(words)).isEqualTo(Guidance.USUAL_IMAGE_SCALE);
    assertThat(imageGuidance(words + " --image-guidance 1.2")).isEqualTo(1.2);
  }

  private static double imageGuidance(String words) throws Exception {
    return CommandRun.parse(ImageToImageCommand.class, (Object[]) words.split(" ", -1))
        .request()
        .sampling()
        .guidance()
        .imageScale();
  }

  @Test
  void img2img_mayResizeTheLatent() throws Exception {
    Path picture = TestPictures.plain(folder.resolve("in.png"), Color.ORANGE, 64);

    ImageToImage request =
        CommandRun.parse(
                ImageToImageCommand.class, "img2img", "x", "--image", picture, "--latent-upscale")
            .request();

    assertThat(request.latentUpscale()).isTrue();
  }

  @Test
  void inpaint_takesWhatIsDoneWithThePicture() throws Exception {
    Inpaint usual = inpaint();
    Inpaint asked =
        inpaint(
            "--resize-mode=resize-and-fill --background=aabbcc --colour-correction".split(" ", -1));

    assertThat(usual.resizeMode()).isEmpty();
    assertThat(usual.background()).isEqualTo(Color.WHITE);
    assertThat(usual.colourCorrection()).isFalse();
    assertThat(asked.resizeMode()).contains(ResizeMode.RESIZE_AND_FILL);
    assertThat(asked.background()).isEqualTo(new Color(0xaabbcc));
    assertThat(asked.colourCorrection()).isTrue();
  }

  @Test
  void img2img_mayMakeThePictureLarger() throws Exception {
    Path picture = TestPictures.plain(folder.resolve("in.png"), Color.ORANGE, 64);

    ImageToImage request =
        CommandRun.parse(
                ImageToImageCommand.class,
                (Object[])
                    ("img2img x --scale 1.5 --upscaler nearest --image " + picture).split(" ", -1))
            .request();

    assertThat(request.scale()).isEqualTo(1.5);
    assertThat(request.upscaler()).contains(Upscaler.nearest());
  }
}
