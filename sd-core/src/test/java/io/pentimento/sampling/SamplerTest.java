package io.pentimento.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.pentimento.testing.OfflineEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SamplerTest {
  static Stream<Sampler> samplers() {
    return Stream.of(
        Sampler.euler(),
        Sampler.euler(new Churn(5, 0, 20, 1)),
        Sampler.eulerAncestral(),
        Sampler.heun(),
        Sampler.heun(new Churn(5, 0, 20, 1)),
        Sampler.dpm2(),
        Sampler.dpm2Ancestral(),
        Sampler.dpmpp2m(),
        Sampler.dpmpp2sAncestral(),
        Sampler.dpmppSde(),
        Sampler.dpmpp2mSde(),
        Sampler.dpmpp2mSdeHeun(),
        Sampler.dpmpp3mSde(),
        Sampler.lms(),
        Sampler.restart(),
        Sampler.ddim(),
        Sampler.ddim(1),
        Sampler.ddimCfgpp(),
        Sampler.plms(),
        Sampler.unipc(),
        Sampler.lcm());
  }

  /** Of every sampler, how many arrays a step hands to the next at most: the latent and history. */
  static Stream<Arguments> arraysHandedOn() {
    Map<String, Integer> several =
        Map.of(
            "DPM++ 2M", 2,
            "DPM++ 2M SDE", 2,
            "DPM++ 2M SDE Heun", 2,
            "DPM++ 3M SDE", 3,
            "LMS", 4,
            "PLMS", 4,
            "UniPC", 4,
            "DPM adaptive", 2);
    return Stream.concat(samplers(), Stream.of(Sampler.dpmFast(), Sampler.dpmAdaptive()))
        .map(sampler -> Arguments.of(sampler, several.getOrDefault(sampler.name(), 1)));
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
    "DDIM, DDIM",
    "DPM++ 2M SDE Heun, DPM++ 2M SDE Heun",
    "k_dpmpp_2s_a, DPM++ 2S a",
    "sample_dpmpp_2s_ancestral, DPM++ 2S a",
    "dpmpp_sde, DPM++ SDE",
    "DPMSolverSDEScheduler, DPM++ SDE",
    "dpmpp_3m_sde, DPM++ 3M SDE",
    "k_dpm_2, DPM2",
    "k_dpm_2_a, DPM2 a",
    "KDPM2AncestralDiscreteScheduler, DPM2 a",
    "HeunDiscreteScheduler, Heun",
    "k_lms, LMS",
    "k_dpm_ad, DPM adaptive",
    "k_dpm_fast, DPM fast",
    "ddim_cfgpp, DDIM CFG++",
    "DDIM CFG++, DDIM CFG++",
    "PNDMScheduler, PLMS",
    "UniPCMultistepScheduler, UniPC",
    "uni_pc, UniPC",
    "Restart, Restart",
    "LCMScheduler, LCM"
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
    "DDIM, DDIM, Automatic",
    "DPM++ SDE Karras, DPM++ SDE, Automatic",
    "DPM++ 2M SDE Exponential, DPM++ 2M SDE, Automatic",
    "DPM++ 2M SDE Karras, DPM++ 2M SDE, Karras",
    "DPM++ 2M SDE Heun Exponential, DPM++ 2M SDE Heun, Automatic",
    "DPM2 a Karras, DPM2 a, Automatic",
    "LMS Karras, LMS, Karras"
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

  /** What a step computed and the next does not need is freed with it. */
  @ParameterizedTest
  @MethodSource("arraysHandedOn")
  void sample_handsOnOnlyWhatItNeeds(Sampler sampler, int most) {
    try (NDManager manager = OfflineEngine.manager();
        RecordedSteps steps =
            new RecordedSteps(
                manager,
                List.of(10.0, 8.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0, 0.5, 0.0),
                k -> noise(manager))) {
      sampler.sample((x, sigma) -> x.mul(0.5f), noise(manager), steps);
      assertThat(steps.arraysLeft()).allMatch(left -> left <= most).contains(most);
    }
  }

  @ParameterizedTest
  @MethodSource("samplers")
  void callsPerStep_areWhatSamplersMake(Sampler sampler) {
    try (NDManager manager = OfflineEngine.manager();
        RecordedSteps steps =
            new RecordedSteps(manager, List.of(10.0, 6.0, 3.0, 1.0, 0.5), k -> noise(manager))) {
      AtomicInteger calls = new AtomicInteger();
      sampler.sample(
          (x, sigma) -> {
            calls.incrementAndGet();
            return x.mul(0.5f);
          },
          noise(manager),
          steps);
      // PLMS looks ahead once, in its first step.
      int once = sampler.name().equals("PLMS") ? 1 : 0;
      assertThat(calls.get()).isEqualTo(steps.count() * sampler.callsPerStep() + once);
    }
  }

  /** At 20 steps and more a restart is taken: two ways down, each with steps of its own. */
  @Test
  void restart_climbsOnceMore() {
    try (NDManager manager = OfflineEngine.manager();
        RecordedSteps steps =
            new RecordedSteps(
                manager,
                IntStream.rangeClosed(0, 24).mapToObj(i -> (24.0 - i) / 2).toList(),
                k -> noise(manager))) {
      List<Double> levels = new ArrayList<>();
      Sampler.restart()
          .sample(
              (x, sigma) -> {
                levels.add(sigma);
                return x.mul(0.5f);
              },
              noise(manager),
              steps);
      assertThat(steps.expected()).isEqualTo(24);
      assertThat(steps.estimates()).hasSize(24);
      assertThat(steps.drawn()).isEqualTo(1);
      long climbs =
          IntStream.range(1, levels.size()).filter(i -> levels.get(i) > levels.get(i - 1)).count();
      assertThat(climbs).isEqualTo(1);
    }
  }

  @Test
  void dpmFast_tellsHowManyStepsItTakes() {
    assertThat(DpmFastSampler.orders(1)).containsExactly(1);
    assertThat(DpmFastSampler.orders(3)).containsExactly(2, 1);
    assertThat(DpmFastSampler.orders(8)).containsExactly(3, 3, 2);
    assertThat(DpmFastSampler.orders(9)).containsExactly(3, 3, 2, 1);
  }

  /** A network that breaks ends the run, where its steps can tell, and is not asked for ever. */
  @Test
  void dpmAdaptive_stopsAtNan() {
    try (NDManager manager = OfflineEngine.manager();
        RecordedSteps steps =
            new RecordedSteps(manager, List.of(10.0, 1.0, 0.0), k -> noise(manager))) {
      NDArray out =
          Sampler.dpmAdaptive().sample((x, sigma) -> x.mul(Float.NaN), noise(manager), steps);
      assertThat(out.toFloatArray()).containsOnly(Float.NaN);
      assertThat(steps.estimates()).hasSizeLessThan(3);
    }
  }

  @Test
  void options_outsideTheirRangeAreRefused() {
    assertThatThrownBy(() -> Sampler.dpmppSde(1, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("noiseScale must be in [0, 10], but got: -1.0.");
    assertThatThrownBy(() -> Sampler.dpmpp3mSde(11, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("eta must be in [0, 10], but got: 11.0.");
    assertThatThrownBy(() -> UniPc.defaults().withOrder(4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("order must be in [1, 3], but got: 4.");
  }

  @Test
  void ddimCfgpp_takesAShareOfTheScale() {
    assertThat(Sampler.ddimCfgpp().guidanceFor(Guidance.of(7)).scale()).isEqualTo(0.56);
    assertThat(Sampler.ddimCfgpp().needsUnguided()).isTrue();
    assertThat(Sampler.ddim().needsUnguided()).isFalse();
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
