package io.pentimento.benchmarks;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.sampling.Denoiser;
import io.pentimento.sampling.Ladder;
import io.pentimento.sampling.Sampler;
import io.pentimento.sampling.Sampling;
import io.pentimento.sampling.SchedulerSettings;
import io.pentimento.testing.RandomTensors;
import io.pentimento.testing.TestEngine;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a sampler costs beside the network, for one step asked: all steps of a run, divided by their
 * number. The network's answer and the noise are there already; how long noise takes is {@link
 * BrownianTreeBenchmark}'s to tell.
 *
 * <pre>
 * java -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath)" org.openjdk.jmh.Main SamplerOverhead
 * </pre>
 */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SamplerOverheadBenchmark {
  private static final int STEPS = 20;

  /** The sampler. */
  @Param({
    "Euler",
    "Euler a",
    "Heun",
    "DPM2",
    "DPM2 a",
    "DPM++ 2M",
    "DPM++ 2S a",
    "DPM++ SDE",
    "DPM++ 2M SDE",
    "DPM++ 3M SDE",
    "LMS",
    "DPM fast",
    "DPM adaptive",
    "Restart",
    "DDIM",
    "DDIM CFG++",
    "PLMS",
    "UniPC",
    "LCM"
  })
  String sampler;

  /** How many pictures of 512 × 512. */
  @Param({"1", "2"})
  int batch;

  private Scope scope;
  private Sampler algorithm;
  private Ladder ladder;
  private NDArray x;
  private NDArray noise;
  private NDArray denoised;

  /** Makes the latent, the noise, and what the network answers. */
  @Setup
  public void makeArrays() {
    scope = TestEngine.open("sampler");
    algorithm = Sampler.named(sampler);
    ladder =
        Ladder.fromNoise(
            Sampling.defaults().withSampler(algorithm).withSteps(STEPS), SchedulerSettings.sd1());
    RandomTensors tensors = new RandomTensors(scope, NumberType.FLOAT32, 3);
    x = tensors.tensor("x", batch, 4, 64, 64);
    noise = tensors.tensor("noise", batch, 4, 64, 64);
    denoised = tensors.tensor("denoised", batch, 4, 64, 64);
  }

  /** Takes all steps. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public void step() {
    try (Scope run = scope.open("run");
        PreparedSteps steps = new PreparedSteps(run, ladder.sigmas(), noise)) {
      Denoiser network = (latent, sigma) -> steps.view(denoised);
      algorithm.sample(network, run.adopt(x.duplicate()), steps);
    }
  }

  /** Frees the arrays. */
  @TearDown
  public void close() {
    scope.close();
  }
}
