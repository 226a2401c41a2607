package io.pentimento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.sampling.Ladder;
import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.SchedulerSettings;
import io.pentimento.sampling.Step;
import io.pentimento.testing.TestEngine;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunStepsTest {
  private Scope run;
  private NDArray start;
  private Recorded hooks;
  private RunSteps steps;

  @BeforeEach
  void open() {
    run = TestEngine.open("run steps");
    start = run.array(new float[] {1, 2}, 2);
    hooks = new Recorded();
    Sampling sampling = Sampling.defaults().withSteps(3).withSampler(Sampler.euler());
    steps =
        new RunSteps(
            run,
            Ladder.fromNoise(sampling, SchedulerSettings.sd1()),
            start,
            new ConstantNoise(),
            hooks);
  }

  @AfterEach
  void close() {
    steps.close();
    run.close();
  }

  private final class ConstantNoise implements RunSteps.Noise {
    @Override
    public NDArray next() {
      return run.array(new float[] {5, 6}, 2);
    }

    @Override
    public NDArray between(double fromSigma, double toSigma) {
      return run.array(new float[] {(float) fromSigma, (float) toSigma}, 2);
    }
  }

  /** Notes what it is told. */
  private static final class Recorded implements RunSteps.Hooks {
    private final List<String> heard = new ArrayList<>();
    private int failAfter = -1;

    @Override
    public void beforeStep(RunSteps.Progress progress) {
      heard.add("before " + progress.index());
    }

    @Override
    public NDArray land(NDArray x, double sigma) {
      return x.add(100);
    }

    @Override
    public void afterStep(
        RunSteps.Progress progress, Scope scope, NDArray x, Optional<NDArray> shown) {
      int index = progress.index();
      heard.add("after " + index + " with " + x.toFloatArray()[0] + scope.holds(x));
      if (index == failAfter) {
        throw new IllegalStateException("the hook failed");
      }
    }
  }

  private int arraysInRun() {
    return run.manager().getManagedArrays().size();
  }

  @Test
  void iteration_tellsLevelsAndHooks() {
    assertThat(steps.count()).isEqualTo(3);
    assertThat(steps.sigmas()).hasSize(4).last().isEqualTo(0.0);
    List<Double> levels = new ArrayList<>();
    NDArray x = start;
    for (Step step : steps) {
      levels.add(step.sigma());
      assertThat(step.nextSigma()).isEqualTo(steps.sigmas().get(step.index() + 1));
      x = step.keep(x.add(1));
    }
    assertThat(levels).isEqualTo(steps.sigmas().subList(0, 3));
    assertThat(hooks.heard)
        .containsExactly(
            "before 0",
            "after 0 with 102.0true",
            "before 1",
            "after 1 with 203.0true",
            "before 2",
            "after 2 with 304.0true");
    assertThat(x.toFloatArray()).containsExactly(304, 305);
  }

  @Test
  void scopes_freeWhatIsNotCarried() {
    NDArray x = start;
    List<NDArray> computed = new ArrayList<>();
    for (Step step : steps) {
      computed.forEach(old -> assertThat(old.isReleased()).isTrue());
      assertThat(run.holds(x)).isFalse();
      assertThat(steps.scope().holds(x)).isTrue();
      NDArray lost = x.mul(2);
      NDArray noise = step.noise();
      assertThat(steps.scope().holds(noise)).isTrue();
      computed.addAll(List.of(lost, noise));
      x = step.keep(lost.sub(noise));
    }
    assertThat(start.isReleased()).isTrue();
    assertThat(run.holds(x)).isTrue();
    assertThat(arraysInRun()).isEqualTo(1);
    assertThat(steps.scope()).isSameAs(run);
  }

  @Test
  void carry_lastsOneStepUnlessCarriedAgain() {
    List<NDArray> carried = new ArrayList<>();
    for (Step step : steps) {
      if (step.index() == 0) {
        carried.add(step.carry(start.add(1)));
        carried.add(step.carry(start.add(2)));
        step.keep(start.add(3));
      } else {
        assertThat(carried.get(0).isReleased()).isFalse();
        assertThat(carried.get(1).isReleased()).isEqualTo(step.index() == 2);
        step.keep(step.carry(carried.get(0)).add(1));
      }
    }
    assertThat(carried.get(0).toFloatArray()).containsExactly(2, 3);
  }

  @Test
  void carry_leavesAloneWhatLivesElsewhere() {
    NDArray owned = run.array(new float[] {7, 8}, 2);
    for (Step step : steps) {
      step.carry(owned);
      step.keep(owned.add(1));
    }
    assertThat(owned.toFloatArray()).containsExactly(7, 8);
    assertThat(run.holds(owned)).isTrue();
  }

  @Test
  void keep_ofTheSameLatentAgain() {
    NDArray x = start;
    for (Step step : steps) {
      step.carry(x);
      x = step.keep(x);
    }
    assertThat(x.toFloatArray()).containsExactly(301, 302);
  }

  @Test
  void keep_forgotten() {
    assertThatThrownBy(
            () -> {
              for (Step step : steps) {
                step.carry(start.add(1));
              }
            })
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The sampler ended a step without handing its latent to Step.keep.");
    assertThat(hooks.heard).containsExactly("before 0");
  }

  @Test
  void exception_closesTheStep() {
    List<NDArray> computed = new ArrayList<>();
    assertThatThrownBy(
            () -> {
              try (RunSteps closing = steps) {
                for (Step step : steps) {
                  computed.add(step.keep(start.add(1)));
                  computed.add(start.add(2));
                  throw new IllegalStateException("the sampler failed");
                }
              }
            })
        .hasMessage("the sampler failed");
    assertThat(computed).hasSize(2).allMatch(NDArray::isReleased);
    assertThat(start.isReleased()).isTrue();
    assertThat(arraysInRun()).isZero();
  }

  @Test
  void exceptionOfAHook_closesTheStep() {
    hooks.failAfter = 1;
    List<NDArray> kept = new ArrayList<>();
    assertThatThrownBy(
            () -> {
              try (RunSteps closing = steps) {
                NDArray x = start;
                for (Step step : steps) {
                  x = step.keep(x.add(1));
                  kept.add(x);
                }
              }
            })
        .hasMessage("the hook failed");
    assertThat(kept).hasSize(2).allMatch(NDArray::isReleased);
    assertThat(arraysInRun()).isZero();
  }

  @Test
  void finish_endsAStepThatWasLeftEarly() {
    NDArray x = start;
    for (Step step : steps) {
      x = step.keep(x.add(1));
      if (step.index() == 1) {
        break;
      }
    }
    steps.finish();
    steps.finish();
    assertThat(run.holds(x)).isTrue();
    assertThat(x.toFloatArray()).containsExactly(203, 204);
    assertThat(hooks.heard).hasSize(4).last().isEqualTo("after 1 with 203.0true");
  }

  @Test
  void next_beyondTheLastIsRefused() {
    Iterator<Step> iterator = steps.iterator();
    for (int i = 0; i < 3; i++) {
      iterator.next().keep(steps.scope().array(new float[] {i}, 1));
    }
    assertThatThrownBy(iterator::next)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("all 3 steps are done");
    assertThat(iterator.hasNext()).isFalse();
    assertThat(steps.iterator().hasNext()).isFalse();
  }
}
