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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one run. Each has a native scope of its own: what a sampler computes is freed when
 * the step ends, and what it carries moves into the next step's scope, or into the run's after the
 * last. An array that is carried but lives elsewhere, such as one of the task's own, stays where it
 * is.
 */
final class RunSteps implements Steps, AutoCloseable {
  /** Where the noise of steps comes from. */
  interface Noise {
    /** Draws noise. */
    NDArray next();

    /** Draws the noise that belongs to a stretch of levels. */
    NDArray between(double fromSigma, double toSigma);
  }

  /** What a run does around its steps. */
  interface Hooks {
    /** Throws if the run was asked to stop. */
    void beforeStep(Progress progress);

    /** Changes the latent with which the next step begins. */
    NDArray land(NDArray x, double sigma);

    /**
     * Sees the latent with which a step ended.
     *
     * @param shown what the sampler showed as its estimate, if it did
     */
    void afterStep(Progress progress, Scope scope, NDArray x, Optional<NDArray> shown);
  }

  /**
   * Where a run is.
   *
   * @param index the step's index
   * @param count how many steps there are, as far as is known
   * @param nextSigma the level at which the step ends
   */
  record Progress(int index, int count, double nextSigma) {}

  private final Scope run;
  private final Ladder ladder;
  private final Noise noise;
  private final Hooks hooks;
  private List<NDArray> carried;
  private int begun;
  private int expected;
  private @Nullable OpenStep current;

  /**
   * Prepares the steps.
   *
   * @param x the latent with which the first step begins
   */
  RunSteps(Scope run, Ladder ladder, NDArray x, Noise noise, Hooks hooks) {
    this.run = run;
    this.ladder = ladder;
    this.noise = noise;
    this.hooks = hooks;
    this.carried = List.of(x);
    this.expected = ladder.count();
  }

  @Override
  public List<Double> sigmas() {
    return ladder.sigmas();
  }

  @Override
  public int count() {
    return ladder.count();
  }

  @Override
  public void expect(int steps) {
    expected = steps;
  }

  @Override
  public Step begin(double sigma, double nextSigma) {
    endStep();
    return beginStep(new Levels(sigma, nextSigma, nextSigma));
  }

  /**
   * The levels of a step.
   *
   * @param landing where the next step begins, which with some spacings is beside where this one
   *     ends
   */
  private record Levels(double sigma, double nextSigma, double landing) {}

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
        return beginStep(
            new Levels(ladder.sigma(begun), ladder.nextSigma(begun), ladder.sigma(begun + 1)));
      }
    };
  }

  private Step beginStep(Levels levels) {
    Progress progress = new Progress(begun, Math.max(expected, begun + 1), levels.nextSigma());
    hooks.beforeStep(progress);
    OpenStep step = new OpenStep(progress, levels, run.open("step"));
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
    hooks.afterStep(step.progress, step.scope, x, Optional.ofNullable(step.shown));
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
    private final Progress progress;
    private final Levels levels;
    private final Scope scope;
    private final List<NDArray> carried = new ArrayList<>();
    private @Nullable NDArray latest;
    private @Nullable NDArray shown;

    OpenStep(Progress progress, Levels levels, Scope scope) {
      this.progress = progress;
      this.levels = levels;
      this.scope = scope;
    }

    @Override
    public int index() {
      return progress.index();
    }

    @Override
    public double sigma() {
      return levels.sigma();
    }

    @Override
    public double nextSigma() {
      return levels.nextSigma();
    }

    @Override
    public NDArray noise() {
      return scope.adopt(noise.next());
    }

    @Override
    public NDArray noise(double fromSigma, double toSigma) {
      return scope.adopt(noise.between(fromSigma, toSigma));
    }

    @Override
    public void show(NDArray denoised) {
      shown = denoised;
    }

    @Override
    public NDArray carry(NDArray array) {
      carried.add(array);
      return array;
    }

    @Override
    public NDArray keep(NDArray x) {
      NDArray landed = hooks.land(x, levels.landing());
      latest = landed;
      return carry(landed);
    }
  }
}
