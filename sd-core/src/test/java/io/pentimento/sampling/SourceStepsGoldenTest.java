package io.pentimento.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.pentimento.testing.ImageCases;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * How many steps strength leaves, in both programs: groups {@code img2img_steps} and {@code
 * diffusers_timesteps}.
 */
class SourceStepsGoldenTest {
  @TestFactory
  Stream<DynamicTest> webui() {
    return rows("img2img_steps", SourceStepsGoldenTest::checkWebui);
  }

  /** At strength 0, exactly the asked steps would change nothing: ours takes none. */
  private static void checkWebui(JsonObject row) {
    boolean exact = row.get("exact_steps_option").getAsBoolean();
    double strength = row.get("denoise").getAsDouble();
    Sampling asked = Sampling.defaults().withSteps(row.get("steps").getAsInt());
    Sampling sampling = asked.withSourceNoise(asked.sourceNoise().withExactSteps(exact));
    if (exact && strength == 0) {
      assertThat(Ladder.fromSource(sampling, SchedulerSettings.sd1(), strength).count()).isZero();
      return;
    }
    assertThat(SourceSteps.of(sampling, strength))
        .as(row.toString())
        .isEqualTo(
            new SourceSteps(row.get("schedule_steps").getAsInt(), row.get("t_enc").getAsInt() + 1));
  }

  @TestFactory
  Stream<DynamicTest> diffusers() {
    return rows("diffusers_timesteps", SourceStepsGoldenTest::checkDiffusers);
  }

  /** Where strength leaves no step, diffusers takes none; ours takes the last one. */
  private static void checkDiffusers(JsonObject row) {
    Sampling sampling =
        Sampling.defaults()
            .withConventions(Conventions.DIFFUSERS)
            .withSteps(row.get("steps").getAsInt());
    double strength = row.get("strength").getAsDouble();
    int taken = row.get("steps_run").getAsInt();
    assertThat(row.get("t_start").getAsInt() + taken).isEqualTo(sampling.steps());
    assertThat(Ladder.fromSource(sampling, SchedulerSettings.sd1(), strength).count())
        .as(row.toString())
        .isEqualTo(Math.max(1, taken));
  }

  private static Stream<DynamicTest> rows(String group, Consumer<JsonObject> check) {
    return ImageCases.group(
        group,
        golden -> {
          for (JsonElement row : golden.getAsJsonObject("outputs").getAsJsonArray("rows")) {
            check.accept(row.getAsJsonObject());
          }
        });
  }
}
