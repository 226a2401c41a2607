package io.pentimento.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.image.Pixels;
import io.pentimento.sampling.RegionMask;
import io.pentimento.sampling.RegionalPrompt;
import io.pentimento.sampling.RegionalPrompts;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class RegionPromptOptionsTest {
  private static RegionalPrompts prompts(String... words) throws IOException {
    RegionPromptOptions options = new RegionPromptOptions();
    new CommandLine(CommandLine.Model.CommandSpec.forAnnotatedObject(options)).parseArgs(words);
    return options.in(RegionalPrompts.none());
  }

  @Test
  void in_readsSharesAndFiles(@TempDir Path folder) throws IOException {
    BufferedImage half = new BufferedImage(4, 2, BufferedImage.TYPE_BYTE_GRAY);
    half.setRGB(0, 0, 0xffffff);
    Path file = folder.resolve("half.png");
    ImageIO.write(half, "png", file.toFile());
    RegionalPrompts read =
        prompts(
            "--region-prompt",
            "0, .25,0.5,1=a=b, (red:1.2)",
            "--region-prompt",
            file + "=a blue hare",
            "--base-prompt-share",
            "0.2");
    RegionMask mask = new RegionMask.OfPicture(Pixels.of(half).grey());
    assertThat(read)
        .isEqualTo(
            RegionalPrompts.of(
                    RegionalPrompt.of(RegionMask.rectangle(0, 0.25, 0.5, 1), "a=b, (red:1.2)"),
                    RegionalPrompt.of(mask, "a blue hare"))
                .withBaseShare(0.2));
  }

  @Test
  void in_withoutAny_keepsWhatIsThere() throws IOException {
    assertThat(prompts()).isEqualTo(RegionalPrompts.none());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a fox", "0,0,1,1", "=a fox", "0,0,1,1= "})
  void convert_withoutPartOrPrompt_isRefused(String text) {
    assertThatThrownBy(() -> prompts("--region-prompt", text))
        .hasMessageContaining("a region must be a mask's file or four shares")
        .hasMessageContaining("but got: " + text + ".");
  }

  @Test
  void in_missingFile_isRefusedByName() {
    assertThatThrownBy(() -> prompts("--region-prompt", "none.png=a fox"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "--region-prompt none.png: there is no such file. Four shares such as 0,0,0.5,1 are a"
                + " rectangle.");
  }
}
