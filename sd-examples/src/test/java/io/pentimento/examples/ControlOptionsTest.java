package io.pentimento.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.control.ControlMode;
import io.pentimento.control.ControlUnit;
import io.pentimento.control.Preprocessor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options of ControlNets, and the units they stand for. */
class ControlOptionsTest {
  @TempDir Path folder;

  private String network;
  private String picture;
  private String mask;

  @BeforeEach
  void files() throws IOException {
    network = Files.writeString(folder.resolve("lines.safetensors"), "").toString();
    Path image = folder.resolve("lines.png");
    ImageIO.write(new BufferedImage(24, 16, BufferedImage.TYPE_INT_RGB), "png", image.toFile());
    picture = image.toString();
    BufferedImage marked = new BufferedImage(24, 16, BufferedImage.TYPE_BYTE_GRAY);
    marked.setRGB(3, 4, 0xffffff);
    Path marks = folder.resolve("marks.png");
    ImageIO.write(marked, "png", marks.toFile());
    mask = marks.toString();
  }

  private static List<ControlUnit> txt2img(String... more) throws Exception {
    List<String> words = new ArrayList<>(List.of("txt2img", "x"));
    words.addAll(Arrays.asList(more));
    return CommandRun.parse(TextToImageCommand.class, words.toArray(String[]::new))
        .request()
        .sampling()
        .control();
  }

  @Test
  void noControl_isNoUnit() throws Exception {
    assertThat(txt2img()).isEmpty();
  }

  @Test
  void networkAndPicture_takeTheWebuisDefaults() throws Exception {
    ControlUnit unit = txt2img("--control", network, "--control-image", picture).get(0);

    assertThat(unit.network().name()).isEqualTo("lines");
    assertThat(unit.picture().orElseThrow().getWidth()).isEqualTo(24);
    assertThat(unit).isEqualTo(ControlUnit.of(unit.network(), unit.picture().orElseThrow()));
  }

  @Test
  void units_haveTheirOwnSettings() throws Exception {
    List<ControlUnit> units =
        txt2img(
            "--control",
            network,
            "--control-image",
            picture,
            "--control-type",
            "canny",
            "--control-weight",
            "0.8",
            "--control-start",
            "0.1",
            "--control-end",
            "0.6",
            "--control-mode",
            "prompt",
            "--control",
            network,
            "--control-config",
            picture,
            "--control-base",
            network,
            "--control-image",
            picture,
            "--control-mode",
            "control");

    assertThat(units).hasSize(2);
    ControlUnit first = units.get(0);
    assertThat(first.preprocessor()).isEqualTo(Preprocessor.canny());
    assertThat(first.weight()).isEqualTo(0.8);
    assertThat(first.start()).isEqualTo(0.1);
    assertThat(first.end()).isEqualTo(0.6);
    assertThat(first.mode()).isEqualTo(ControlMode.PROMPT);
    ControlUnit second = units.get(1);
    assertThat(second.weight()).isEqualTo(1);
    assertThat(second.mode()).isEqualTo(ControlMode.CONTROL);
    assertThat(((ControlFile) second.network()).config()).isEqualTo(Optional.of(Path.of(picture)));
    assertThat(((ControlFile) second.network()).base()).isEqualTo(Optional.of(Path.of(network)));
    assertThat(((ControlFile) units.get(0).network()).base()).isEmpty();
  }

  @Test
  void img2imgAndInpaint_mayLookAtTheirOwnPicture() throws Exception {
    ControlUnit unit =
        CommandRun.parse(
                ImageToImageCommand.class, "img2img", "x", "--image", picture, "--control", network)
            .request()
            .sampling()
            .control()
            .get(0);
    assertThat(unit.picture()).isEmpty();

    ControlUnit inside =
        CommandRun.parse(
                InpaintCommand.class,
                "inpaint",
                "x",
                "--image",
                picture,
                "--mask",
                picture,
                "--invert",
                "--control",
                network,
                "--control-type",
                "inpaint_only",
                "--control-inside-mask")
            .request()
            .sampling()
            .control()
            .get(0);
    assertThat(inside.preprocessor()).isEqualTo(Preprocessor.inpaint());
    assertThat(inside.insideMask()).isTrue();
  }

  @Test
  void regions_areSteeredAlike() throws Exception {
    ControlUnit unit =
        CommandRun.parse(
                InpaintCommand.class,
                "inpaint",
                "x",
                "--image",
                picture,
                "--region",
                mask,
                "--control",
                network,
                "--control-image",
                picture)
            .request()
            .sampling()
            .control()
            .get(0);
    assertThat(unit.picture()).isPresent();
  }

  @Test
  void badOptions_areToldByName() {
    assertThatThrownBy(() -> txt2img("--control", folder.resolve("none").toString()))
        .hasMessageContaining("--control")
        .hasMessageContaining("there is no such file or folder");
    assertThatThrownBy(() -> txt2img("--control", network, "--control-type", "openpose"))
        .hasMessageContaining("--control-type")
        .hasMessageContaining("canny")
        .hasMessageContaining("openpose");
    assertThatThrownBy(() -> txt2img("--control", network, "--control-weight", "3"))
        .hasMessageContaining("must be in [0, 2], but got: 3.0");
    assertThatThrownBy(() -> txt2img("--control-weight", "1")).hasMessageContaining("--control");
  }
}
