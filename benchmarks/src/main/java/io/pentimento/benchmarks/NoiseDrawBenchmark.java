package io.pentimento.benchmarks;

import io.pentimento.sampling.NoiseSource;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Seeded noise for the latent of one picture: a generator made from a seed, and its first draw.
 *
 * <pre>
 * java -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath)" org.openjdk.jmh.Main NoiseDraw
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class NoiseDrawBenchmark {
  /** The generator. */
  @Param({"CPU", "NV"})
  String generator;

  /** Height and width of the latent, which has 4 channels. */
  @Param({"64", "128"})
  int latent;

  private NoiseSource source;
  private long seed;

  /** Chooses the source. */
  @Setup
  public void choose() {
    source = generator.equals("CPU") ? NoiseSource.torchCpu() : NoiseSource.nvidia();
  }

  /** Draws. */
  @Benchmark
  public float[] draw() {
    return source.seeded(seed++).normal(4 * latent * latent);
  }
}
