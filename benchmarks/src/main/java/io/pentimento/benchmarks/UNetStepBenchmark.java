package io.pentimento.benchmarks;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.model.DeepFeatures;
import io.pentimento.model.Observer;
import io.pentimento.model.UNet;
import io.pentimento.model.UNetConfig;
import io.pentimento.model.UNetOptions;
import io.pentimento.model.Weights;
import io.pentimento.testing.RandomTensors;
import io.pentimento.testing.TestEngine;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One step of the U-Net of Stable Diffusion 1.5. Two prompts are one guided step; a latent side of
 * 64 is a picture of 512 × 512.
 *
 * <pre>
 * java -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath)" org.openjdk.jmh.Main UNetStep
 * </pre>
 */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 5)
@Fork(1)
public class UNetStepBenchmark {
  private static final int PROMPT_TOKENS = 77;
  private static final double TIMESTEP = 500;

  /** The type in which the network computes. */
  @Param({"FLOAT32", "BFLOAT16"})
  NumberType precision;

  /** Height and width of the latent. */
  @Param("64")
  int latent;

  /** How many pictures are made at once. */
  @Param("1")
  int images;

  /** Under how many prompts each is seen: two with guidance. */
  @Param("2")
  int prompts;

  /** Which share of the tokens of the largest resolution is merged, 0 to 0.9. */
  @Param("0")
  double tokenMerging;

  private Scope scope;
  private UNet unet;
  private UNetOptions options;
  private UNetOptions remembering;
  private NDArray sample;
  private NDArray time;
  private UNet.PromptKeys prompt;

  /** Makes the network, and what is computed once a request. */
  @Setup
  public void makeNetwork() throws ModelFormatException {
    scope = TestEngine.open("U-Net step");
    UNetConfig config = UNetConfig.sd15();
    unet = new UNet(config, new Weights(new RandomTensors(scope, precision, 1)), precision);
    RandomTensors inputs = new RandomTensors(scope, NumberType.FLOAT32, 2);
    sample = inputs.tensor("sample", images, config.inChannels(), latent, latent);
    options = UNetOptions.NONE.withTokenMerging(tokenMerging);
    time = unet.embedTime(scope, TIMESTEP);
    prompt =
        unet.project(
            scope,
            inputs.tensor(
                "prompt", (long) images * prompts, PROMPT_TOKENS, config.crossAttentionDim()));
    remembering = options.withDeep(new DeepFeatures(scope, Integer.MAX_VALUE));
    predict(remembering);
  }

  /** Predicts the noise. */
  @Benchmark
  public void step() {
    predict(options);
  }

  /** Predicts it from remembered features of the deep part. */
  @Benchmark
  public void remembered() {
    predict(remembering);
  }

  private void predict(UNetOptions how) {
    try (Scope step = scope.open("step")) {
      unet.predict(step, sample, time, prompt, how, Observer.NONE);
    }
  }

  /** Frees the network. */
  @TearDown
  public void close() {
    scope.close();
  }
}
