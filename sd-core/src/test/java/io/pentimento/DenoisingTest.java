package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;

import io.pentimento.internal.Scope;
import io.pentimento.sampling.Guidance;
import io.pentimento.sampling.Ladder;
import io.pentimento.sampling.PlannedLatent;
import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.SchedulerSettings;
import io.pentimento.sampling.SigmaSchedule;
import io.pentimento.testing.TestEngine;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DenoisingTest {
  private static final SchedulerSettings SETTINGS = SchedulerSettings.sd1();

  private static float[] run(Sampling sampling) {
    try (Scope scope = TestEngine.open("denoising")) {
      ImageNoise noise =
          new ImageNoise(sampling.seeds().withEach(List.of(5L)), List.of(), 4, 8, 8, 8);
      Denoising.Pass pass =
          new Denoising.Pass(
              new ToyNetwork(SETTINGS.levels()),
              SETTINGS,
              sampling,
              new PlannedLatent() {},
              Ladder.fromNoise(sampling, SETTINGS),
              noise,
              noise.first(scope),
              Conditioning.of(vectors(scope, 1), vectors(scope, -0.3f)),
              Optional.empty());
      return Denoising.run(pass, scope, new Unwatched()).toFloatArray();
    }
  }

  private static PromptVectors vectors(Scope scope, float value) {
    return new PromptVectors(scope.array(new float[77], 1, 77, 1).add(value));
  }

  /** A level above the model's largest is called at the timestep of that one. */
  @Test
  void guidance_goesByTheLevelNotByItsTimestep() {
    Sampling high =
        Sampling.defaults()
            .withSteps(1)
            .withSampler(Sampler.euler())
            .withSchedule(SigmaSchedule.karras(7, 0.1, 20));
    Guidance guidance = Guidance.of(7);
    float[] guided = run(high.withGuidance(guidance));
    assertThat(run(high.withGuidance(guidance.withMinSigma(18, true)))).isEqualTo(guided);
    assertThat(run(high.withGuidance(guidance.withMinSigma(21, true)))).isNotEqualTo(guided);
  }
}
