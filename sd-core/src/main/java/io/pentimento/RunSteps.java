package io.pentimento;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.sampling.Ladder;
import io.pentimento.sampling.Step;
import io.pentimento.sampling.Steps;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one run. Each has a native scope of its own: what a sampler computes is freed when
 * the step ends, and what it carries moves into the next step's scope, or into the run's after the
 * last. An array that is carried but lives elsewhere, such as one of the task's own, stays where it
 * is.
 */
final class RunSteps implements Steps, AutoCloseable {
  /** What a run does around its steps. */
  interface Hooks {
    /** Throws if the run was asked to stop. */
    void beforeStep(int index);

    /** Changes the latent with which the next step begins. */
    NDArray land(NDArray x, double sigma);

    /** Sees the latent with which a step ended. */
    void afterStep(int index, Scope scope, NDArray x);
  }

  private final Scope run;
  private final Ladder ladder;
  private final Supplier<NDArray> noise;
  private final Hooks hooks;
  private List<NDArray> carried;
  private int begun;
  private @Nullable OpenStep current;

  /**
   * Prepares the steps.
   *
   * @param x the latent with which the first step begins
   */
  RunSteps(Scope run, Ladder ladder, NDArray x, Supplier<NDArray> noise, Hooks hooks) {
    this.run = run;
    this.ladder = ladder;
    this.noise = noise;
    this.hooks = hooks;
    this.carried = List.of(x);
  }

  @Override
  public List<Double> sigmas() {
    return ladder.sigmas();
  }

  @Override
  public int count() {
    return ladder.count();
  }

  /** Returns the scope of the step that runs, or the run's own between steps. */
  Scope scope() {
    return current == null ? run : current.scope;
  }

  @Override
  public Iterator<Step> iterator() {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        endStep();
        return begun < count();
      }

      @Override
      public Step next() {
        endStep();
        if (begun >= count()) {
          throw new NoSuchElementException("all " + count() + " steps are done");
        }
        return beginStep();
      }
    };
  }

  private Step beginStep() {
    hooks.beforeStep(begun);
    OpenStep step = new OpenStep(begun, run.open("step"));
    carried.forEach(step.scope::adopt);
    begun++;
    current = step;
    return step;
  }

  private void endStep() {
    OpenStep step = current;
    if (step == null) {
      return;
    }
    NDArray x = step.latest;
    if (x == null) {
      throw new IllegalStateException(
          "The sampler ended a step without handing its latent to Step.keep.");
    }
    hooks.afterStep(step.index, step.scope, x);
    carried = step.carried.stream().filter(step.scope::holds).toList();
    carried.forEach(run::adopt);
    current = null;
    step.scope.close();
  }

  /** Ends the last step, also where a sampler left its loop early. */
  void finish() {
    endStep();
  }

  /** Closes the scope of a step that was left by an exception. */
  @Override
  public void close() {
    if (current != null) {
      current.scope.close();
      current = null;
    }
  }

  private final class OpenStep implements Step {
    private final int index;
    private final Scope scope;
    private final List<NDArray> carried = new ArrayList<>();
    private @Nullable NDArray latest;

    OpenStep(int index, Scope scope) {
      this.index = index;
      this.scope = scope;
    }

    @Override
    public int index() {
      return index;
    }

    @Override
    public double sigma() {
      return ladder.sigma(index);
    }

    @Override
    public double nextSigma() {
      return ladder.nextSigma(index);
    }

    @Override
    public NDArray noise() {
      return scope.adopt(noise.get());
    }

    @Override
    public NDArray carry(NDArray array) {
      carried.add(array);
      return array;
    }

    @Override
    public NDArray keep(NDArray x) {
      // Where the next step begins, which with some spacings is beside where this one ended.
      NDArray landed = hooks.land(x, ladder.sigma(index + 1));
      latest = landed;
      return carry(landed);
    }
  }
}
