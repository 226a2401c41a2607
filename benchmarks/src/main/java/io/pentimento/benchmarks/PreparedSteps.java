package io.pentimento.benchmarks;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import io.pentimento.sampling.Step;
import io.pentimento.sampling.Steps;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Steps that free what each computed, as those of a run do, with noise that is there already. */
final class PreparedSteps implements Steps, AutoCloseable {
  private final Scope run;
  private final List<Double> sigmas;
  private final NDArray noise;
  private Scope current;
  private Scope next;
  private int begun;

  PreparedSteps(Scope run, List<Double> sigmas, NDArray noise) {
    this.run = run;
    this.sigmas = sigmas;
    this.noise = noise;
    this.current = run.open("step");
    this.next = run.open("step");
  }

  /** Returns an array as if the step had computed it. */
  NDArray view(NDArray array) {
    return current.adopt(array.reshape(array.getShape()));
  }

  @Override
  public List<Double> sigmas() {
    return sigmas;
  }

  @Override
  public Step begin(double sigma, double nextSigma) {
    if (begun > 0) {
      current.close();
      current = next;
      next = run.open("step");
    }
    return new PreparedStep(begun++, sigma, nextSigma);
  }

  @Override
  public void expect(int steps) {
    // Nobody watches.
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

  private final class PreparedStep implements Step {
    private final int index;
    private final double sigma;
    private final double nextSigma;

    PreparedStep(int index, double sigma, double nextSigma) {
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
      return view(noise);
    }

    @Override
    public NDArray noise(double fromSigma, double toSigma) {
      return view(noise);
    }

    @Override
    public void show(NDArray denoised) {
      // Nobody watches.
    }

    @Override
    public NDArray carry(NDArray array) {
      return next.adopt(array);
    }

    @Override
    public NDArray keep(NDArray x) {
      return carry(x);
    }
  }
}
