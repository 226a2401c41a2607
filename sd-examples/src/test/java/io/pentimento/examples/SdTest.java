package io.pentimento.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program says and which code it leaves with, as far as no model is needed. */
class SdTest {
  @TempDir Path folder;

  @Test
  void help_hasExamplesAndExitCodes() {
    CommandRun run = CommandRun.of("--help");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("sd txt2img \"1girl", "Exit codes:", "130   the run was cancelled by Ctrl-C");
  }

  @Test
  void help_ofEachCommandHasExamples() {
    for (String command : new String[] {"txt2img", "img2img", "inpaint", "demo"}) {
      CommandRun run = CommandRun.of(command, "--help");
      assertThat(run.code()).isZero();
      assertThat(run.out()).contains("Examples:", "  sd " + command);
    }
  }

  @Test
  void version_namesProgramAndJava() {
    assertThat(CommandRun.of("--version").out()).contains("Pentimento ", "Java " + System.getProperty("java.version"));
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
    assertThat(run.err()).contains("'--sampler': sampler must be one of DPM++ 2M, ", "but got: best.");
    assertThat(run.err()).contains("Try: sd txt2img --help");
  }

  @Test
  void wrongSettings_areWrongUsage() {
    assertWrong("steps must be in [1, 1000], but got: 0.", "txt2img", "x", "--steps", "0");
    assertWrong("batch must be in [1, 64], but got: 65.", "txt2img", "x", "--batch", "65");
    assertWrong("--width and --height go together", "txt2img", "x", "--width", "96");
    assertWrong("--threads must be at least 1, but got: 0.", "txt2img", "x", "--threads", "0");
    assertWrong("--out must name a file that ends in .png, but got: a.jpg.", "txt2img", "x", "--out", "a.jpg");
    assertWrong("Missing required option: '--image=FILE'", "img2img", "x");
  }

  @Test
  void wrongStrength_isWrongUsage() throws Exception {
    Path picture = TestPictures.plain(folder.resolve("in.png"), Color.ORANGE, 64);

    assertWrong(
        "denoisingStrength must be in [0, 1], but got: 55.0. Pass 0.55 for 55 percent.",
        "img2img", "x", "--image", picture, "--strength", "55");
  }

  @Test
  void missingModel_isSaidBeforeAnythingIsLoaded() {
    assertFailed("--model no/such/model: there is no such file or folder.", "txt2img", "x", "--model", "no/such/model");
  }

  @Test
  void badPictures_areNamed() throws Exception {
    Path text = Files.writeString(folder.resolve("notes.txt"), "no picture");
    Path cut = TestPictures.plain(folder.resolve("cut.png"), Color.RED, 64);
    Files.write(cut, java.util.Arrays.copyOf(Files.readAllBytes(cut), 40));

    assertFailed("--image gone.png: there is no such file.", "img2img", "x", "--image", "gone.png");
    assertFailed("--image " + folder + " is not a file.", "img2img", "x", "--image", folder);
    assertFailed("--image " + text + " is not a picture that Java reads.", "img2img", "x", "--image", text);
    assertFailed("--image " + cut + " cannot be read: ", "img2img", "x", "--image", cut);
  }

  @Test
  void badMasks_areNamed() throws Exception {
    Path picture = TestPictures.plain(folder.resolve("in.png"), Color.RED, 64);

    assertFailed("--mask gone.png: there is no such file.", "inpaint", "x", "--image", picture, "--mask", "gone.png");
  }

  @Test
  void emptyMask_isWrongUsage() throws Exception {
    Path picture = TestPictures.plain(folder.resolve("in.png"), Color.RED, 64);
    Path black = TestPictures.plain(folder.resolve("black.png"), Color.BLACK, 64);

    assertWrong(
        "The mask must mark something to repaint, but all of its 64x64 pixels are black.",
        "inpaint", "x", "--image", picture, "--mask", black);
  }

  @Test
  void failures_showTheirStackTraceOnlyWhenAsked() {
    String[] line = {"img2img", "x", "--image", "gone.png", "--verbose"};

    assertThat(CommandRun.of((Object[]) line).err()).contains("at io.pentimento.examples.PictureFile");
    assertThat(CommandRun.of("img2img", "x", "--image", "gone.png").err().lines()).hasSize(1);
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
