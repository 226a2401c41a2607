package io.pentimento.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.pentimento.testing.OfflineEngine;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SamplerTest {
  static Stream<Sampler> samplers() {
    return Stream.of(
        Sampler.euler(),
        Sampler.euler(new Churn(5, 0, 20, 1)),
        Sampler.eulerAncestral(),
        Sampler.ddim(),
        Sampler.ddim(1),
        Sampler.dpmpp2m());
  }

  @ParameterizedTest
  @CsvSource({
    "DPM++ 2M, DPM++ 2M",
    "dpmpp_2m, DPM++ 2M",
    "DPMSolverMultistepScheduler, DPM++ 2M",
    "euler, Euler",
    "EulerDiscreteScheduler, Euler",
    "k_euler, Euler",
    "Euler a, Euler a",
    "euler_a, Euler a",
    "euler_ancestral, Euler a",
    "EULER A, Euler a",
    "ddim, DDIM",
    "DDIM, DDIM"
  })
  void named_knowsOtherProgramsSpellings(String name, String expected) {
    assertThat(Sampler.named(name).name()).isEqualTo(expected);
  }

  @Test
  void named_listsTheKnownOnes() {
    assertThatThrownBy(() -> Sampler.named("Eular"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("sampler must be one of DPM++ 2M, DPM++ SDE, ")
        .hasMessageEndingWith(", LCM, but got: Eular.");
  }

  @ParameterizedTest
  @CsvSource({
    "DPM++ 2M Karras, DPM++ 2M, Automatic",
    "Euler a Karras, Euler a, Karras",
    "euler_karras, Euler, Karras",
    "DPM++ 2M Uniform, DPM++ 2M, Uniform",
    "Euler SGMUniform, Euler, SGM Uniform",
    "Euler a SGM Uniform, Euler a, SGM Uniform",
    "euler_sgm_uniform, Euler, SGM Uniform",
    "Euler Align Your Steps, Euler, Align Your Steps",
    "Euler DDIM, Euler, DDIM",
    "DPM++ 2M Polyexponential, DPM++ 2M, Polyexponential",
    "DDIM, DDIM, Automatic"
  })
  void samplerChoice_readsAScheduleBehind(String name, String sampler, String schedule) {
    SamplerChoice choice = SamplerChoice.named(name);
    assertThat(choice.sampler().name()).isEqualTo(sampler);
    assertThat(choice.schedule().name()).isEqualTo(schedule);
  }

  @Test
  void samplerChoice_refusesUnknownSampler() {
    assertThatThrownBy(() -> SamplerChoice.named("Best Karras"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("but got: Best Karras.");
  }

  @Test
  void eta_belowZeroIsRefused() {
    assertThatThrownBy(() -> Sampler.ddim(-0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("eta must be in [0, 10], but got: -0.5.");
  }

  @Test
  void churn_outsideItsRangeIsRefused() {
    assertThatThrownBy(() -> new Churn(1, 5, 2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sigmaMin must be in [0, sigmaMax], but got: 5.0 with sigmaMax 2.0.");
  }

  /** With a denoiser that knows the picture, every sampler that ends at 0 arrives there. */
  @ParameterizedTest
  @MethodSource("samplers")
  void sample_arrivesAtAKnownPicture(Sampler sampler) {
    try (NDManager manager = OfflineEngine.manager();
        RecordedSteps steps =
            new RecordedSteps(manager, List.of(10.0, 3.0, 1.0, 0.0), k -> noise(manager))) {
      NDArray picture = manager.arange(16f).reshape(1, 1, 4, 4);
      NDArray out = sampler.sample((x, sigma) -> x.mul(0).add(picture), noise(manager), steps);
      assertThat(out.sub(picture).abs().max().getFloat()).isLessThan(1e-5f);
    }
  }

  /** A latent, and for DPM++ 2M the last estimate: nothing else outlives its step. */
  @ParameterizedTest
  @MethodSource("samplers")
  void sample_handsOnOnlyWhatItNeeds(Sampler sampler) {
    try (NDManager manager = OfflineEngine.manager();
        RecordedSteps steps =
            new RecordedSteps(manager, List.of(10.0, 5.0, 3.0, 1.0, 0.0), k -> noise(manager))) {
      sampler.sample((x, sigma) -> x.mul(0.5f), noise(manager), steps);
      int expected = sampler.name().equals("DPM++ 2M") ? 2 : 1;
      assertThat(steps.arraysLeft()).containsOnly(expected);
    }
  }

  private static NDArray noise(NDManager manager) {
    return manager.create(NoiseSource.torchCpu().seeded(3).normal(16), new Shape(1, 1, 4, 4));
  }

  @Test
  void settings_areThoseThatAreNotUsual() {
    assertThat(Sampler.euler().settings()).isEmpty();
    assertThat(Sampler.dpmppSde(0.5, 0.9).settings())
        .containsExactly(entry("Eta", "0.5"), entry("Sigma noise", "0.9"));
    assertThat(Sampler.ddim(1).settings()).containsExactly(entry("Eta DDIM", "1"));
    Sampler custom = (denoiser, x, steps) -> x;
    assertThat(custom.settings()).isEmpty();
    assertThat(custom.withSetting("Eta", "0.5")).isEmpty();
  }

  @Test
  void withSetting_aLargestLevelOfZeroIsNone() {
    Sampler churned = Sampler.heun(new Churn(5, 0.1, 20, 1));
    assertThat(churned.withSetting("Sigma tmax", "0"))
        .contains(Sampler.heun(new Churn(5, 0.1, Double.POSITIVE_INFINITY, 1)));
    assertThat(churned.withSetting("Eta", "0.5")).isEmpty();
  }

  @Test
  void withSetting_refusesWhatTheOptionCannotBe() {
    assertThatThrownBy(() -> Sampler.unipc().withSetting("UniPC order", "4"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("It must be one of 1, 2, 3.");
    assertThatThrownBy(() -> Sampler.dpmAdaptive().withSetting("Eta", "1,5"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("It must be a number.");
  }
}
