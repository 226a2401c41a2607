package io.pentimento.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SchedulerSettingsTest {
  @Test
  void parse_readsWhatIsThere() {
    SchedulerSettings settings =
        SchedulerSettings.parse(
            """
            {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear",
             "num_train_timesteps": 1000, "prediction_type": "v_prediction", "steps_offset": 1,
             "timestep_spacing": "leading", "set_alpha_to_one": false, "trained_betas": null,
             "use_karras_sigmas": true}
            """);
    assertThat(settings.levels().largest()).isEqualTo(SchedulerSettings.sd1().levels().largest());
    assertThat(settings.prediction()).isEqualTo(Prediction.VELOCITY);
    assertThat(settings.spacing()).isEqualTo(TimestepSpacing.LEADING);
    assertThat(settings.stepsOffset()).isEqualTo(1);
    assertThat(settings.endsClean()).isFalse();
    assertThat(settings.karras()).isTrue();
  }

  @Test
  void parse_emptyObjectHasTheDefaultsOfDiffusers() {
    SchedulerSettings settings = SchedulerSettings.parse("{}");
    assertThat(settings.levels().size()).isEqualTo(1000);
    assertThat(settings.levels().alphaBar(0)).isEqualTo((double) (float) (1 - 0.0001));
    assertThat(settings.prediction()).isEqualTo(Prediction.EPSILON);
    assertThat(settings.spacing()).isEqualTo(TimestepSpacing.UNSPECIFIED);
    assertThat(settings.endsClean()).isTrue();
  }

  @Test
  void parse_takesTrainedBetas() {
    NoiseLevels levels = SchedulerSettings.parse("{\"trained_betas\": [0.1, 0.2, 0.3]}").levels();
    assertThat(levels.size()).isEqualTo(3);
    assertThat(levels.alphaBar(1)).isEqualTo((double) (float) (0.9 * 0.8));
  }

  @Test
  void parse_stretchesToZeroTerminalSignal() {
    NoiseLevels levels =
        SchedulerSettings.parse(
                "{\"beta_start\": 0.00085, \"beta_end\": 0.012, \"rescale_betas_zero_snr\": true}")
            .levels();
    assertThat(levels.largest()).isBetween(4000.0, 5000.0);
  }

  @Test
  void parse_refusesWhatIsNotOffered() {
    assertThatThrownBy(() -> SchedulerSettings.parse("{\"beta_schedule\": \"squaredcos_cap_v2\"}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "beta_schedule must be one of scaled_linear, linear, but got: squaredcos_cap_v2.");
    assertThatThrownBy(() -> SchedulerSettings.parse("{\"prediction_type\": \"sample\"}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("prediction_type must be one of epsilon, v_prediction, but got: sample.");
    assertThatThrownBy(() -> SchedulerSettings.parse("{\"timestep_spacing\": \"random\"}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "timestep_spacing must be one of linspace, leading, trailing, but got: random.");
    assertThatThrownBy(() -> SchedulerSettings.parse("{\"num_train_timesteps\": 2000000000}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("num_train_timesteps must be in [2, 100000], but got: 2000000000.");
    assertThatThrownBy(() -> SchedulerSettings.parse("{\"beta_start\": 3}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Every beta must be in (0, 1), but got: 3.0.");
  }

  @Test
  void parse_refusesOtherFiles() {
    for (String text :
        new String[] {"", "[", "[]", "7", "{\"beta_start\": \"x\"}", "{\"steps_offset\": {}}"}) {
      assertThatThrownBy(() -> SchedulerSettings.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("scheduler_config.json must hold a JSON object");
    }
  }
}
