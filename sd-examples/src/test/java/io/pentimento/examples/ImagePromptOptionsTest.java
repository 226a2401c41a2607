package io.pentimento.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.TextToImage;
import io.pentimento.control.ImagePrompt;
import io.pentimento.control.PromptedBlocks;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options of IP-Adapters, and the image prompts they stand for. */
class ImagePromptOptionsTest {
  @TempDir Path folder;

  private String adapter;
  private String other;
  private String encoder;
  private String picture;

  @BeforeEach
  void files() throws IOException {
    adapter = Files.writeString(folder.resolve("looks.safetensors"), "").toString();
    other = Files.writeString(folder.resolve("more.bin"), "").toString();
    encoder = Files.createDirectory(folder.resolve("image_encoder")).toString();
    Path image = folder.resolve("a=b.png");
    ImageIO.write(new BufferedImage(24, 16, BufferedImage.TYPE_INT_RGB), "png", image.toFile());
    picture = image.toString();
  }

  private static List<ImagePrompt> txt2img(String... more) throws Exception {
    List<String> words = new ArrayList<>(List.of("txt2img", "x"));
    words.addAll(Arrays.asList(more));
    return CommandRun.parse(TextToImageCommand.class, words.toArray())
        .request()
        .sampling()
        .imagePrompts();
  }

  @Test
  void noAdapter_isNoImagePrompt() throws Exception {
    assertThat(txt2img()).isEmpty();
  }

  @Test
  void pictures_haveWeightsOfTheirOwn() throws Exception {
    List<ImagePrompt> prompts =
        txt2img(
            "--ip-adapter",
            adapter,
            "--image-encoder",
            encoder,
            "--image-prompt",
            picture,
            "--image-prompt",
            picture + "=0.6");

    assertThat(prompts).extracting(ImagePrompt::weight).containsExactly(1.0, 0.6);
    ImagePrompt first = prompts.get(0);
    assertThat(first.adapter().name()).isEqualTo("looks");
    BufferedImage shown = first.pictures().get(0).picture();
    assertThat(shown.getWidth()).isEqualTo(24);
    assertThat(first).isEqualTo(ImagePrompt.of(first.adapter(), shown));
    assertThat(prompts.get(1).adapter()).isSameAs(first.adapter());
  }

  @Test
  void blend_isOneImagePromptOfShares() throws Exception {
    List<ImagePrompt> prompts =
        txt2img(
            "--ip-adapter",
            adapter,
            "--image-encoder",
            encoder,
            "--image-prompt",
            picture + "=2",
            "--image-prompt",
            picture,
            "--image-prompt-blend",
            "--image-prompt-take",
            "style",
            "--image-prompt-start",
            "0.1",
            "--image-prompt-end",
            "0.8");

    assertThat(prompts).hasSize(1);
    ImagePrompt blend = prompts.get(0);
    assertThat(blend.pictures()).extracting(ImagePrompt.Blended::share).containsExactly(2.0, 1.0);
    assertThat(blend.weight()).isEqualTo(1);
    assertThat(blend.blocks()).isEqualTo(PromptedBlocks.style());
    assertThat(blend.start()).isEqualTo(0.1);
    assertThat(blend.end()).isEqualTo(0.8);
  }

  @Test
  void adapters_shareAPictureEncoder() throws Exception {
    List<ImagePrompt> prompts =
        txt2img(
            "--ip-adapter",
            adapter,
            "--image-encoder",
            encoder,
            "--image-prompt",
            picture,
            "--ip-adapter",
            other,
            "--image-encoder",
            encoder,
            "--image-prompt",
            picture,
            "--ip-adapter",
            other,
            "--image-encoder",
            adapter,
            "--image-prompt",
            picture);

    List<ImageAdapterFile> files =
        prompts.stream().map(prompt -> (ImageAdapterFile) prompt.adapter()).toList();
    assertThat(files).extracting(ImageAdapterFile::name).containsExactly("looks", "more", "more");
    assertThat(files.get(0).sharing()).isEmpty();
    assertThat(files.get(1).sharing()).containsSame(files.get(0));
    assertThat(files.get(2).sharing()).isEmpty();
    assertThat(files.get(2).encoder()).isEqualTo(Path.of(adapter));
  }

  @Test
  void midjourneysImageWeight_countsForThem() throws Exception {
    List<ImagePrompt> prompts =
        CommandRun.parse(
                TextToImageCommand.class,
                "txt2img",
                "x --iw 2",
                "--midjourney",
                "--ip-adapter",
                adapter,
                "--image-encoder",
                encoder,
                "--image-prompt",
                picture + "=0.5")
            .request()
            .sampling()
            .imagePrompts();
    assertThat(prompts).extracting(ImagePrompt::weight).containsExactly(1.0);
  }

  private TextToImage blend(String... more) throws Exception {
    List<String> words = new ArrayList<>(List.of("blend", picture, picture + "=0.5"));
    words.addAll(Arrays.asList(more));
    return CommandRun.parse(BlendCommand.class, words.toArray()).request();
  }

  @Test
  void blendCommand_makesOneImagePrompt() throws Exception {
    TextToImage request =
        blend("--ip-adapter", adapter, "--image-encoder", encoder, "--steps", "5", "--seed", "3");

    assertThat(request.prompt()).isEmpty();
    assertThat(request.sampling().steps()).isEqualTo(5);
    assertThat(request.sampling().imagePrompts()).hasSize(1);
    assertThat(request.sampling().imagePrompts().get(0).pictures())
        .extracting(ImagePrompt.Blended::share)
        .containsExactly(1.0, 0.5);
  }

  @Test
  void blendCommand_wantsOneAdapterAlone() {
    assertThatThrownBy(this::blend)
        .hasMessageContaining("There must be one --ip-adapter, which blends the pictures");
    assertThatThrownBy(
            () ->
                blend(
                    "--ip-adapter", adapter, "--image-encoder", encoder, "--image-prompt", picture))
        .hasMessageContaining("no --image-prompt");
    assertThat(CommandRun.of("blend", picture).code()).isEqualTo(FailureReport.WRONG_USAGE);
  }

  @Test
  void otherCommands_takeThemAlike() throws Exception {
    List<ImagePrompt> prompts =
        CommandRun.parse(
                OutpaintCommand.class,
                "outpaint",
                "x",
                "--image",
                picture,
                "--left",
                "8",
                "--ip-adapter",
                adapter,
                "--image-encoder",
                encoder,
                "--image-prompt",
                picture + "=.5")
            .request()
            .sampling()
            .imagePrompts();
    assertThat(prompts).extracting(ImagePrompt::weight).containsExactly(0.5);
  }

  @Test
  void badOptions_areToldByName() {
    assertThatThrownBy(() -> txt2img("--ip-adapter", adapter, "--image-prompt", picture))
        .hasMessageContaining("--image-encoder");
    assertThatThrownBy(() -> txt2img("--image-prompt", picture))
        .hasMessageContaining("--ip-adapter");
    assertThatThrownBy(() -> txt2img("--ip-adapter", adapter, "--image-encoder", encoder))
        .hasMessageContaining("needs a picture. Name one with --image-prompt.");
    String none = folder.resolve("none").toString();
    assertThatThrownBy(
            () ->
                txt2img(
                    "--ip-adapter", none, "--image-encoder", encoder, "--image-prompt", picture))
        .hasMessageContaining("--ip-adapter " + none + ": there is no such file or folder");
    assertThatThrownBy(
            () ->
                txt2img(
                    "--ip-adapter", adapter, "--image-encoder", encoder, "--image-prompt", none))
        .hasMessageContaining("--image-prompt");
    assertThatThrownBy(
            () ->
                txt2img(
                    "--ip-adapter",
                    adapter,
                    "--image-encoder",
                    encoder,
                    "--image-prompt",
                    picture + "=4"))
        .hasMessageContaining("must be in [0, 3], but got: 4.0");
  }
}
