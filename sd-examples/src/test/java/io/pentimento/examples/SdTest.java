package io.pentimento.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.HiresUpscaler;
import io.pentimento.UpscalerModel;
import io.pentimento.checkpoint.SafetensorsWriter;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorType;
import io.pentimento.grid.AxisKinds;
import io.pentimento.image.Enlargement;
import io.pentimento.image.Pixels;
import io.pentimento.image.Upscaler;
import io.pentimento.infotext.PictureFile;
import io.pentimento.model.RrdbFile;
import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.SigmaSchedule;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program says and which code it leaves with, as far as no model is needed. */
class SdTest {
  @TempDir Path folder;

  @Test
  void help_hasExamplesAndExitCodes() {
    CommandRun run = CommandRun.of("--help");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("sd txt2img \"1girl", "Exit codes:", "130   the run was cancelled by Ctrl-C");
  }

  @Test
  void help_ofEachCommandHasExamples() {
    for (String command :
        new String[] {
          "txt2img",
          "img2img",
          "inpaint",
          "select",
          "sketch",
          "outpaint",
          "loopback",
          "detail",
          "grid",
          "upscale",
          "adapters",
          "demo"
        }) {
      CommandRun run = CommandRun.of(command, "--help");
      assertThat(run.code()).isZero();
      assertThat(run.out()).contains("Examples:", "  sd " + command);
    }
  }

  @Test
  void version_namesProgramAndJava() {
    assertThat(CommandRun.of("--version").out())
        .contains("Pentimento ", "Java " + System.getProperty("java.version"));
  }

  @Test
  void noCommand_isWrongUsage() {
    CommandRun run = CommandRun.of();

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("sd: Name a command", "Try: sd --help");
  }

  @Test
  void misspeltCommand_isCorrected() {
    CommandRun run = CommandRun.of("txt2im", "x");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("Did you mean: sd txt2img");
  }

  @Test
  void unknownSampler_isAnsweredByTheKnown() {
    CommandRun run = CommandRun.of("txt2img", "x", "--sampler", "best");

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("'--sampler': sampler must be one of DPM++ 2M, ", "but got: best.");
    assertThat(run.err()).contains("Try: sd txt2img --help");
  }

  @Test
  void wrongSettings_areWrongUsage() {
    assertWrong("steps must be in [1, 1000], but got: 0.", "txt2img", "x", "--steps", "0");
    assertWrong("batch must be in [1, 64], but got: 65.", "txt2img", "x", "--batch", "65");
    assertWrong("--width and --height go together", "txt2img", "x", "--width", "96");
    assertWrong("--threads must be at least 1, but got: 0.", "txt2img", "x", "--threads", "0");
    assertWrong(
        "--out must name a file that ends in .png, .jpg or .jpeg, but got: a.gif.",
        "txt2img",
        "x",
        "--out",
        "a.gif");
    assertWrong("Missing required option: '--image=FILE'", "img2img", "x");
  }

  @Test
  void help_listsTheLibrarysNames() {
    String help = CommandRun.of("txt2img", "--help").out().replaceAll("\\s+", " ");

    assertThat(help)
        .contains(String.join(", ", Sampler.names()))
        .contains(String.join(", ", SigmaSchedule.names()))
        .contains(String.join(", ", HiresUpscaler.names()))
        .contains("original, no-norm, ignore, none");
    String grid = CommandRun.of("grid", "--help").out().replaceAll("\\s+", " ");
    assertThat(AxisKinds.all())
        .allSatisfy(kind -> assertThat(grid).contains(kind.name() + "=" + kind.example()));
  }

  @Test
  void optionsThatContradict_areWrongUsage() {
    assertWrong("--seed and --seeds exclude each other.", "txt2img x --seed 1 --seeds 2,3");
    assertWrong("--variation-seed needs --variation-strength", "txt2img x --variation-seed 1");
    assertWrong("A second pass needs --hires-scale or --hires-size", "txt2img x --hires-steps 3");
    assertWrong(
        "--hires-scale and --hires-size exclude each other.",
        "txt2img x --hires-scale 2 --hires-size 128x128");
    assertWrong("--aspect and --width", "txt2img x --aspect 3:2 --width 96 --height 64");
    assertWrong(
        "--midjourney and --from-parameters exclude each other",
        "txt2img --midjourney" + " --from-parameters girl.png");
    assertWrong(
        "--eta needs a sampler that has this option, but Euler has not.",
        "txt2img x" + " --sampler Euler --eta 0.5");
    assertWrong("Missing required parameter: 'PROMPT'", "txt2img --steps 3");
  }

  @Test
  void wrongWords_areWrongUsage() {
    assertWrong("a size must be a width and a height such as 512x768", "txt2img x --seed-resize 9");
    assertWrong("width and height must be at least 1", "txt2img x --hires-size 0x8");
    assertWrong("a shape must be width to height, such as 3:2", "txt2img x --aspect 1.5");
    assertWrong("the source must be cpu or nv, but got: gpu.", "txt2img x --rng gpu");
    assertWrong("emphasis must be one of original, no-norm,", "txt2img x --emphasis loud");
    assertWrong("hires upscaler must be one of Latent, ", "txt2img x --hires-upscaler best");
    assertWrong("schedule must be one of Automatic, ", "img2img x --schedule best");
  }

  @Test
  void wrongAxes_areWrongUsage() {
    assertWrong("An axis must be one of seed, ", "grid x --x color=1");
    assertWrong("An axis must be a name and values, such as steps=10,20", "grid x --x steps");
    assertWrong("Steps: A value must be a whole number or a range", "grid x --x steps=few");
    assertWrong("Steps, value \"0\": steps must be in [1, 1000]", "grid x --x steps=5,0");
    assertWrong("Prompt S/R, value \"red\": \"red\" must stand in", "grid x --x prompt=red,blue");
    assertWrong("margin must be in [0, 1000] pixels", "grid x --x steps=5 --margin -1");
    assertWrong("Missing required option: '--x=NAME=VALUES'", "grid x");
  }

  @Test
  void wrongUpscalers_areWrongUsage() throws Exception {
    Path picture = TestPictures.plain(folder.resolve("in.png"), Color.ORANGE, 64);
    String line = "upscale --image " + picture + " --out " + folder.resolve("out.png");

    assertWrong("Set --scale or --size, and not both", line + " --upscaler Lanczos");
    assertWrong(
        "Set --scale or --size, and not both",
        line + " --upscaler Lanczos --scale 2 --size 128x128");
    assertWrong(
        "--upscaler must be Lanczos, Nearest or a file, but got: gone.pth.",
        line + " --upscaler gone.pth --scale 2");
    assertWrong(
        "scale must be in [1, 8], but got: 0.1.", line + " --upscaler gone.pth --scale 0.1");
    assertWrong(
        "--second must be Lanczos, Nearest or a file, but got: gone.pth.",
        line + " --second gone.pth --scale 2");
    assertWrong(
        "--second-visibility goes with --second, which is not set.",
        line + " --second-visibility 0.2 --scale 2");
    assertWrong(
        "--max-side goes with --scale, which is not set.", line + " --size 99x99 --max-side 80");
    assertWrong("--no-crop goes with --size, which is not set.", line + " --scale 2 --no-crop");
    assertWrong(
        "--strength goes with --prompt, which is not set.", line + " --scale 2 --strength 0.2");
    assertWrong("--cfg goes with --prompt, which is not set.", line + " --scale 2 --cfg 5");
    assertWrong(
        "--no-crop, --max-side and --second go without --prompt, but one of them is set.",
        line + " --scale 2 --max-side 99 --prompt x");
    assertWrong(
        "scale must be in [1, 4], but got: 5.0. Call size for larger pictures.",
        line + " --scale 5 --prompt x");
    assertWrong(
        "--out must name the file to write, but it is not set.",
        "upscale --scale 2 --image " + picture);
    assertFailed(
        "a torch.save file starts as",
        (Object[]) (line + " --upscaler " + picture + " --scale 2").split(" ", -1));
    assertThat(folder.resolve("out.png")).doesNotExist();
  }

  @Test
  void upscale_keepsWhatThePictureTells() throws Exception {
    Path in = folder.resolve("in.png");
    BufferedImage picture = new BufferedImage(40, 24, BufferedImage.TYPE_INT_ARGB);
    picture.setRGB(3, 5, 0x80ff8000);
    PictureFile.write(picture, "1girl\nSteps: 7", in);
    Path out = folder.resolve("deep/out.png");

    CommandRun run =
        CommandRun.of(
            "upscale", "--image", in, "--upscaler", "lanczos", "--scale", "1.5", "--out", out);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).startsWith(out + "  56x32, ");
    assertThat(PictureFile.readParameters(out)).contains("1girl\nSteps: 7");
    assertThat(ImageIO.read(out.toFile()).getColorModel().hasAlpha()).isTrue();
  }

  @Test
  void upscale_toASizeCutsWhatStandsOut() throws Exception {
    Path in = TestPictures.mask(folder.resolve("in.png"), 32);
    Path out = folder.resolve("out.jpg");

    CommandRun run =
        CommandRun.of(
            "upscale", "--image", in, "--upscaler", "Nearest", "--size", "128x64", "--out", out);

    assertThat(run.code()).as(run.err()).isZero();
    BufferedImage large = ImageIO.read(out.toFile());
    assertThat(large.getWidth()).isEqualTo(128);
    assertThat(large.getHeight()).isEqualTo(64);
    assertThat(large.getRGB(64, 1) & 0xff)
        .as("the white square fills the height")
        .isGreaterThan(250);
    assertThat(PictureFile.readParameters(out)).isEmpty();
  }

  @Test
  void upscale_keepsToAMaxSideAndBlendsASecond() throws Exception {
    Path in = TestPictures.mask(folder.resolve("in.png"), 32);
    Path out = folder.resolve("out.png");

    CommandRun run =
        CommandRun.of(
            (Object[])
                ("upscale --image %s --scale 4 --max-side 99 --second nearest --second-visibility"
                        + " 0.25 --out %s")
                    .formatted(in, out)
                    .split(" ", -1));

    assertThat(run.code()).as(run.err()).isZero();
    BufferedImage expected =
        Enlargement.of(new Enlargement.Scaled(4, OptionalInt.of(99)))
            .withSecond(Upscaler.nearest(), 0.25)
            .apply(ImageIO.read(in.toFile()));
    assertThat(expected.getWidth()).isEqualTo(99);
    assertThat(Pixels.of(ImageIO.read(out.toFile()))).isEqualTo(Pixels.of(expected));
  }

  @Test
  void upscale_cutsNothingWhereAsked() throws Exception {
    Path in = TestPictures.mask(folder.resolve("in.png"), 32);
    Path out = folder.resolve("out.png");

    CommandRun run =
        CommandRun.of("upscale", "--image", in, "--size", "128x64", "--no-crop", "--out", out);

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("  128x128, ");
  }

  @Test
  void upscale_takesTheFileOfANetwork() throws Exception {
    Path in = TestPictures.mask(folder.resolve("in.png"), 32);
    Path network = RrdbFile.doubling().write(folder.resolve("2x.safetensors"));
    Path out = folder.resolve("out.png");

    CommandRun run =
        CommandRun.of(
            "upscale", "--image", in, "--upscaler", network, "--scale", "2", "--out", out);

    assertThat(run.code()).as(run.err()).isZero();
    try (UpscalerModel model = UpscalerModel.load(network)) {
      BufferedImage expected = model.upscale(ImageIO.read(in.toFile()), 2);
      assertThat(Pixels.of(ImageIO.read(out.toFile()))).isEqualTo(Pixels.of(expected));
    }
  }

  @Test
  void parametersThatAreNone_areNamed() throws Exception {
    Path picture = TestPictures.plain(folder.resolve("in.png"), Color.ORANGE, 64);

    assertFailed(
        "--from-parameters gone.png: there is no such file.",
        "txt2img",
        "--from-parameters",
        "gone.png");
    assertFailed(
        "--from-parameters " + picture + " must be a picture with parameters, or a text file.",
        "txt2img",
        "--from-parameters",
        picture);
  }

  @Test
  void parametersWithoutAnOption_areTold() throws Exception {
    Path text =
        Files.writeString(
            folder.resolve("girl.txt"),
            "1girl\nSteps: 7, Sampler: Euler a, Seed: 11, Face restoration: CodeFormer, Model: m");

    CommandRun run =
        CommandRun.of("txt2img", "--from-parameters", text, "--model", folder.resolve("gone"));

    assertThat(run.err()).startsWith("sd: --from-parameters: not used: Face restoration\n");
  }

  @Test
  void wrongStrength_isWrongUsage() throws Exception {
    Path picture = TestPictures.plain(folder.resolve("in.png"), Color.ORANGE, 64);

    assertWrong(
        "denoisingStrength must be in [0, 1], but got: 55.0. Pass 0.55 for 55 percent.",
        "img2img",
        "x",
        "--image",
        picture,
        "--strength",
        "55");
  }

  @Test
  void missingModel_isSaidBeforeAnythingIsLoaded() {
    assertFailed(
        "--model no/such/model: there is no such file or folder.",
        "txt2img",
        "x",
        "--model",
        "no/such/model");
    assertFailed(
        "--vae no/such/vae: there is no such file or folder.",
        "txt2img",
        "x",
        "--vae",
        "no/such/vae");
  }

  @Test
  void modelOfOneFile_isRefusedAsWhatItIs() throws Exception {
    Path lora = folder.resolve("ink.safetensors");
    new SafetensorsWriter()
        .add(new TensorInfo("lora_unet_a.lora_up.weight", TensorType.F32, List.of(1L)), 1f)
        .write(lora);

    assertFailed(lora + ": this is a LoRA", "txt2img", "x", "--model", lora);
  }

  @Test
  void badPictures_areNamed() throws Exception {
    Path text = Files.writeString(folder.resolve("notes.txt"), "no picture");
    Path cut = TestPictures.plain(folder.resolve("cut.png"), Color.RED, 64);
    Files.write(cut, java.util.Arrays.copyOf(Files.readAllBytes(cut), 40));

    assertFailed("--image gone.png: there is no such file.", "img2img", "x", "--image", "gone.png");
    assertFailed("--image " + folder + " is not a file.", "img2img", "x", "--image", folder);
    assertFailed(
        "--image " + text + " is not a picture that Java reads.", "img2img", "x", "--image", text);
    assertFailed("--image " + cut + " cannot be read: ", "img2img", "x", "--image", cut);
  }

  @Test
  void badMasks_areNamed() throws Exception {
    Path picture = TestPictures.plain(folder.resolve("in.png"), Color.RED, 64);

    assertFailed(
        "--mask gone.png: there is no such file.",
        "inpaint",
        "x",
        "--image",
        picture,
        "--mask",
        "gone.png");
  }

  @Test
  void emptyMask_isWrongUsage() throws Exception {
    Path picture = TestPictures.plain(folder.resolve("in.png"), Color.RED, 64);
    Path black = TestPictures.plain(folder.resolve("black.png"), Color.BLACK, 64);

    assertWrong(
        "The mask must mark something to repaint, but all of its 64x64 pixels are black.",
        "inpaint",
        "x",
        "--image",
        picture,
        "--mask",
        black);
  }

  @Test
  void failures_showTheirStackTraceOnlyWhenAsked() {
    String[] line = {"img2img", "x", "--image", "gone.png", "--verbose"};

    assertThat(CommandRun.of((Object[]) line).err())
        .contains("at io.pentimento.examples.PictureFile");
    assertThat(CommandRun.of("img2img", "x", "--image", "gone.png").err().lines()).hasSize(1);
  }

  private static void assertWrong(String message, String line) {
    assertWrong(message, (Object[]) line.split(" ", -1));
  }

  private static void assertWrong(String message, Object... line) {
    CommandRun run = CommandRun.of(line);
    assertThat(run.err()).contains("sd: ", message);
    assertThat(run.code()).as(run.err()).isEqualTo(2);
  }

  private static void assertFailed(String message, Object... line) {
    CommandRun run = CommandRun.of(line);
    assertThat(run.err()).startsWith("sd: ").contains(message);
    assertThat(run.code()).as(run.err()).isEqualTo(1);
  }
}
