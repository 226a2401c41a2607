package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.sampling.Ladder;
import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.SchedulerSettings;
import io.pentimento.sampling.Seeds;
import io.pentimento.testing.TestEngine;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ImageNoiseTest {
  private static final Sampling SAMPLING =
      Sampling.defaults().withSampler(Sampler.dpmppSde()).withSteps(10);
  private Scope scope;

  @BeforeEach
  void open() {
    scope = TestEngine.open("image noise");
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private static ImageNoise noise(Long... seeds) {
    return new ImageNoise(Seeds.of(0).withEach(List.of(seeds)), List.of(), 4, 2, 2, 8);
  }

  private float[] path(Ladder ladder, Long... seeds) {
    ImageNoise noise = noise(seeds);
    NDArray between = noise.in(scope, ladder).between(1.5, 0.5);
    assertThat(between.getShape().getShape()).containsExactly(seeds.length, 4, 2, 2);
    return Scope.floats(between, scope);
  }

  @Test
  void between_doesNotDependOnTheBatch() {
    Ladder ladder = Ladder.fromNoise(SAMPLING, SchedulerSettings.sd1());
    float[] both = path(ladder, 7L, 8L);
    assertThat(Arrays.copyOfRange(both, 0, 16)).isEqualTo(path(ladder, 7L));
    assertThat(Arrays.copyOfRange(both, 16, 32)).isEqualTo(path(ladder, 8L));
  }

  @Test
  void between_isThePathOfTheWholeScheduleAlsoFromASource() {
    Ladder whole = Ladder.fromNoise(SAMPLING, SchedulerSettings.sd1());
    Ladder part = Ladder.fromSource(SAMPLING, SchedulerSettings.sd1(), 0.4);
    assertThat(part.sigma(0)).isLessThan(whole.sigma(0));
    assertThat(path(part, 7L)).isEqualTo(path(whole, 7L));
  }

  @Test
  void between_leavesPlainNoiseAsItIs() {
    Ladder ladder = Ladder.fromNoise(SAMPLING, SchedulerSettings.sd1());
    ImageNoise asked = noise(7L);
    RunSteps.Noise noise = asked.in(scope, ladder);
    noise.between(1.5, 0.5);
    ImageNoise plain = noise(7L);
    assertThat(Scope.floats(noise.next(), scope)).isEqualTo(Scope.floats(plain.next(scope), scope));
  }
}
