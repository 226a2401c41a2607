package io.pentimento.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;

/** Steps with given noise that close each step's scope and count what is drawn. */
final class RecordedSteps implements Steps, AutoCloseable {
  private final NDManager run;
  private final List<Double> sigmas;
  private final IntFunction<NDArray> noise;
  private final Optional<Path> path;
  private final List<Integer> arraysLeft = new ArrayList<>();
  private NDManager current;
  private NDManager next;
  private final List<OptionalDouble> estimates = new ArrayList<>();
  private int expected;
  private int begun;
  private int drawn;

  /** Noise that belongs to a stretch of levels. */
  interface Path {
    NDArray between(double fromSigma, double toSigma);
  }

  /** Steps without a path: the reference's recorded draws count all alike. */
  RecordedSteps(NDManager run, List<Double> sigmas, IntFunction<NDArray> noise) {
    this(run, sigmas, noise, Optional.empty());
  }

  RecordedSteps(
      NDManager run, List<Double> sigmas, IntFunction<NDArray> noise, Optional<Path> path) {
    this.run = run;
    this.sigmas = sigmas;
    this.noise = noise;
    this.path = path;
    this.current = run.newSubManager();
    this.next = run.newSubManager();
  }

  /** Returns how often noise was requested. */
  int drawn() {
    return drawn;
  }

  /** Returns how many arrays each step handed to the next. */
  List<Integer> arraysLeft() {
    return arraysLeft;
  }

  @Override
  public List<Double> sigmas() {
    return sigmas;
  }

  /** Hears of an estimate that the denoiser made; a step's first one counts. */
  void estimated(NDArray denoised) {
    int current = estimates.size() - 1;
    if (estimates.get(current).isEmpty()) {
      estimates.set(current, mean(denoised));
    }
  }

  /** Returns for each step the mean of the estimate that a listener would see. */
  List<OptionalDouble> estimates() {
    return estimates;
  }

  /** Returns how many steps the sampler announced, 0 if it did not. */
  int expected() {
    return expected;
  }

  private static OptionalDouble mean(NDArray array) {
    return OptionalDouble.of(array.mean().getFloat());
  }

  @Override
  public Step begin(double sigma, double nextSigma) {
    if (begun > 0) {
      arraysLeft.add(next.getManagedArrays().size());
      current.close();
      current = next;
      next = run.newSubManager();
    }
    estimates.add(OptionalDouble.empty());
    return new RecordedStep(begun++, sigma, nextSigma);
  }

  @Override
  public void expect(int steps) {
    assertThat(steps).isPositive();
    expected = steps;
  }

  @Override
  public Iterator<Step> iterator() {
    return new Iterator<>() {
      private int index;

      @Override
      public boolean hasNext() {
        return index < count();
      }

      @Override
      public Step next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        index++;
        return begin(sigmas.get(index - 1), sigmas.get(index));
      }
    };
  }

  @Override
  public void close() {
    current.close();
    next.close();
  }

  private final class RecordedStep implements Step {
    private final int index;
    private final double sigma;
    private final double nextSigma;

    RecordedStep(int index, double sigma, double nextSigma) {
      this.index = index;
      this.sigma = sigma;
      this.nextSigma = nextSigma;
    }

    @Override
    public int index() {
      return index;
    }

    @Override
    public double sigma() {
      return sigma;
    }

    @Override
    public double nextSigma() {
      return nextSigma;
    }

    @Override
    public NDArray noise() {
      NDArray drawnNoise = noise.apply(drawn++);
      drawnNoise.attach(current);
      return drawnNoise;
    }

    @Override
    public NDArray noise(double fromSigma, double toSigma) {
      if (path.isEmpty()) {
        return noise();
      }
      NDArray increment = path.get().between(fromSigma, toSigma);
      increment.attach(current);
      return increment;
    }

    @Override
    public void show(NDArray denoised) {
      estimates.set(index, mean(denoised));
    }

    @Override
    public NDArray carry(NDArray array) {
      array.attach(next);
      return array;
    }

    @Override
    public NDArray keep(NDArray x) {
      return carry(x);
    }
  }
}
