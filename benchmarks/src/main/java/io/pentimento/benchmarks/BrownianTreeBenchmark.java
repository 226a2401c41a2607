package io.pentimento.benchmarks;

import io.pentimento.sampling.BrownianTree;
import io.pentimento.sampling.NoiseSource;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The noise of one stretch of levels, for one picture of 512 × 512: a run of 20 steps, divided by
 * their number. Without drawing it is what the tree itself costs.
 *
 * <pre>
 * java -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath)" org.openjdk.jmh.Main BrownianTree
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BrownianTreeBenchmark {
  private static final int STEPS = 20;
  private static final int LATENT = 4 * 64 * 64;
  private static final double SMALLEST = 0.0291675;
  private static final double LARGEST = 14.614642;

  /** Whether nodes draw noise, or take what is there. */
  @Param({"false", "true"})
  boolean drawing;

  private NoiseSource source;
  private BrownianTree tree;

  /** Plants a tree, which remembers nothing yet. */
  @Setup(Level.Invocation)
  public void plant() {
    float[] ready = new float[LATENT];
    source = drawing ? NoiseSource.torchCpu() : seed -> count -> ready.clone();
    tree = new BrownianTree(source, 1, SMALLEST, LARGEST, LATENT);
  }

  /** Asks for the noise of all steps. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public void stretch(Blackhole hole) {
    double sigma = LARGEST;
    double ratio = Math.pow(SMALLEST / LARGEST, 1.0 / STEPS);
    for (int i = 0; i < STEPS; i++) {
      hole.consume(tree.noise(sigma, sigma * ratio));
      sigma *= ratio;
    }
  }
}
