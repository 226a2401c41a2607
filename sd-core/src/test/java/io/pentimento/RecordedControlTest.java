package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.control.Canny;
import io.pentimento.control.ControlMode;
import io.pentimento.control.ControlUnit;
import io.pentimento.control.Preprocessor;
import io.pentimento.image.ResizeMode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What pictures tell of ControlNets, and what is read of it. */
class RecordedControlTest {
  private static List<RecordedControl> read(String fields) {
    return ReadParameters.of("a cat\nSteps: 4, Seed: 1, " + fields).control();
  }

  @Test
  void picture_tellsItsUnits() {
    try (Pipeline pipeline = TinyModel.open();
        ControlModel control = TinyControl.open("lines")) {
      ControlUnit unit =
          ControlUnit.of(control, new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB))
              .withPreprocessor(new Canny(50, 120))
              .withWeight(0.8)
              .withSteps(0.1, 0.75)
              .withMode(ControlMode.PROMPT)
              .withResizeMode(ResizeMode.RESIZE_AND_FILL);
      ControlUnit plain = unit.withPreprocessor(Preprocessor.none()).withSteps(0, 1).withWeight(1);
      Generation made =
          pipeline.generate(TextToImage.builder("a cat").steps(2).control(unit, plain).build());
      assertThat(made.infotext(0).field("ControlNet 0"))
          .contains(
              "Module: canny, Model: lines, Weight: 0.8, Resize Mode: Resize and Fill, Threshold A:"
                  + " 50.0, Threshold B: 120.0, Guidance Start: 0.1, Guidance End: 0.75, Pixel"
                  + " Perfect: True, Control Mode: My prompt is more important");
      assertThat(made.parameters(0)).contains("ControlNet 1: \"Module: none, Model: lines, ");
      ReadParameters told = ReadParameters.of(made.parameters(0));
      assertThat(told.notUsed()).containsKeys("ControlNet 0", "ControlNet 1");
      ControlUnit again = told.control().get(0).with(control);
      assertThat(again.withPicture(unit.picture().orElseThrow())).isEqualTo(unit);
      assertThat(told.control().get(1).with(control).withPicture(plain.picture().orElseThrow()))
          .isEqualTo(plain.withMode(ControlMode.PROMPT));
    }
  }

  @Test
  void text_ofTheExtension() {
    List<RecordedControl> units =
        read(
            "ControlNet 1: \"Module: lineart_standard (from white bg & black line), Model:"
                + " control_v11p_sd15_lineart [43d4be0d], Weight: 1, Resize Mode: Just Resize, Low"
                + " Vram: False, Processor Res: 512, Guidance Start: 0, Guidance End: 1, Pixel"
                + " Perfect: False, Control Mode: ControlNet is more important, Hr Option: Both\","
                + " ControlNet 0: \"Module: tile_resample, Model: control_v11f1e_sd15_tile,"
                + " Weight: 0.6, Resize Mode: 1, Threshold A: 2.0, Threshold B: 0.5, Control Mode:"
                + " 1\"");
    assertThat(units)
        .containsExactly(
            new RecordedControl(
                0,
                "tile_resample",
                "control_v11f1e_sd15_tile",
                Optional.empty(),
                0.6,
                0,
                1,
                ControlMode.PROMPT,
                ResizeMode.CROP_AND_RESIZE,
                List.of(2.0, 0.5)),
            new RecordedControl(
                1,
                "lineart_standard (from white bg & black line)",
                "control_v11p_sd15_lineart",
                Optional.of("43d4be0d"),
                1,
                0,
                1,
                ControlMode.CONTROL,
                ResizeMode.JUST_RESIZE,
                List.of()));
    assertThat(units.get(1).preprocessor()).contains(Preprocessor.lineart());
    assertThat(units.get(0).preprocessor().orElseThrow().thresholds()).containsExactly(2.0);
  }

  @Test
  void valuesThatMakeNoSense_areAsUsual() {
    RecordedControl unit =
        read("ControlNet 0: \"Module: openpose_full, Model: None, Weight: 9, Resize Mode: odd,"
                + " Guidance Start: 0.9, Guidance End: 0.1, Control Mode: ?, Threshold A: x\"")
            .get(0);
    assertThat(unit.preprocessor()).isEmpty();
    assertThat(unit.weight()).isEqualTo(1);
    assertThat(unit.start()).isEqualTo(0.9);
    assertThat(unit.end()).isEqualTo(1);
    assertThat(unit.mode()).isEqualTo(ControlMode.BALANCED);
    assertThat(unit.with(() -> "lines").resizeMode()).isEqualTo(ResizeMode.CROP_AND_RESIZE);
    assertThat(read("ControlNet 0: nothing, ControlNet: 5")).hasSize(1);
    RecordedControl wrong =
        read("ControlNet 0: \"Module: canny, Threshold A: 300, Threshold B: 2\"").get(0);
    assertThat(wrong.preprocessor()).contains(Preprocessor.canny());
  }

  @Property(tries = 300)
  void anyText_isRead(@ForAll String text) {
    List<RecordedControl> units =
        ControlFields.read(java.util.Map.of("ControlNet 0", text, text, "x"));
    assertThat(units).isNotEmpty();
    assertThat(units.get(0).with(() -> "any").weight()).isBetween(0.0, 2.0);
  }

  @Test
  void partHash_isThatOfTheExtension(@TempDir Path folder) throws IOException {
    byte[] content = new byte[(1 << 20) + 3];
    System.arraycopy(
        "abc".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, content, 1 << 20, 3);
    Path file = Files.write(folder.resolve("net.safetensors"), content);
    // SHA-256 of "abc", FIPS 180-4, and of nothing.
    assertThat(new ModelFile(file).partHash()).isEqualTo("ba7816bf");
    Path small = Files.write(folder.resolve("small.safetensors"), new byte[10]);
    assertThat(new ModelFile(small).partHash()).isEqualTo("e3b0c442");
  }
}
