package io.pentimento.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pentimento.sampling.RefinedPasses;
import io.pentimento.sampling.Refiner;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.SigmaSchedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options of a second model, and of noise levels of one's own. */
class RefinerOptionsTest {
  @TempDir Path folder;

  private String model;

  @BeforeEach
  void file() throws IOException {
    model = Files.writeString(folder.resolve("fine.safetensors"), "").toString();
  }

  private static Sampling txt2img(String... more) throws Exception {
    List<String> words = new ArrayList<>(List.of("txt2img"));
    words.addAll(Arrays.asList(more));
    return CommandRun.parse(TextToImageCommand.class, words.toArray()).request().sampling();
  }

  @Test
  void noRefiner_isNone() throws Exception {
    assertThat(txt2img("x").refiner()).isEmpty();
  }

  @Test
  void refiner_takesTheWebuisDefaults() throws Exception {
    Refiner refiner = txt2img("x", "--refiner", model).refiner().orElseThrow();
    assertThat(refiner.model().name()).isEqualTo("fine");
    assertThat(refiner).isEqualTo(Refiner.of(refiner.model()));
  }

  @Test
  void settings_count() throws Exception {
    Refiner refiner =
        txt2img(
                "x",
                "--refiner",
                model,
                "--refiner-switch-at",
                "0.6",
                "--refiner-by-steps",
                "--hires-refiner",
                "both")
            .refiner()
            .orElseThrow();
    assertThat(refiner).isEqualTo(new Refiner(refiner.model(), 0.6, true, RefinedPasses.BOTH));
  }

  @Test
  void parameters_bringTheirSettings() throws Exception {
    Path text =
        Files.writeString(
            folder.resolve("told.txt"),
            "1girl\nSteps: 7, Refiner: other [0123456789], Refiner switch at: 0.3, Seed: 1");
    String file = text.toString();
    Refiner refiner =
        txt2img("--from-parameters", file, "--refiner", model).refiner().orElseThrow();
    assertThat(refiner.model().name()).isEqualTo("fine");
    assertThat(refiner.switchAt()).isEqualTo(0.3);
    assertThat(
            txt2img("--from-parameters", file, "--refiner", model, "--refiner-switch-at", "0.5")
                .refiner()
                .orElseThrow()
                .switchAt())
        .isEqualTo(0.5);
    assertThat(txt2img("--from-parameters", file).refiner()).isEmpty();
  }

  @Test
  void settingsWithoutAModel_areRefused() {
    assertThatThrownBy(() -> txt2img("x", "--refiner-switch-at", "0.5"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("need --refiner with a model");
    String missing = folder.resolve("no.safetensors").toString();
    assertThatThrownBy(() -> txt2img("x", "--refiner", missing))
        .isInstanceOf(IOException.class)
        .hasMessage("--refiner " + missing + ": there is no such file or folder.");
  }

  @Test
  void levels_mayBeListed() throws Exception {
    Sampling sampling = txt2img("x", "--sigmas", "14.6,5,1.5,0");
    assertThat(sampling.schedule()).isEqualTo(SigmaSchedule.ofSigmas(List.of(14.6, 5.0, 1.5, 0.0)));
    assertThat(sampling.steps()).isEqualTo(3);
    Sampling timesteps = txt2img("x", "--timesteps", "999,500", "--steps", "4");
    assertThat(timesteps.schedule()).isEqualTo(SigmaSchedule.ofTimesteps(List.of(999.0, 500.0)));
    assertThat(timesteps.steps()).isEqualTo(4);
    assertThatThrownBy(() -> txt2img("x", "--sigmas", "1,0", "--timesteps", "999"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("exclude each other");
  }
}
