package io.pentimento.benchmarks;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.model.NetworkPatch;
import io.pentimento.model.Observer;
import io.pentimento.model.PatchedUNet;
import io.pentimento.model.UNet;
import io.pentimento.model.UNetConfig;
import io.pentimento.model.Weights;
import io.pentimento.patch.StepWeight;
import io.pentimento.testing.RandomTensors;
import io.pentimento.testing.TestEngine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What LoRAs of rank 32 on all attention and feed-forward layers add to a step of the U-Net of
 * Stable Diffusion 1.5, and what it takes to make the changed network.
 *
 * <pre>
 * java -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath)" org.openjdk.jmh.Main PatchedUNetStep
 * </pre>
 */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 5)
@Fork(1)
public class PatchedUNetStepBenchmark {
  private static final int RANK = 32;
  private static final int PROMPT_TOKENS = 77;
  private static final double TIMESTEP = 500;

  /** The type in which the network computes. */
  @Param({"FLOAT32", "BFLOAT16"})
  NumberType precision;

  /** How many LoRAs. */
  @Param({"0", "3"})
  int adapters;

  /** Height and width of the latent. */
  @Param("64")
  int latent;

  /** Rows of the batch: the pictures, twice with guidance. */
  @Param("2")
  int batch;

  private final Map<String, Factors> factors = new LinkedHashMap<>();
  private Scope scope;
  private UNet unet;
  private UNet patched;
  private Scope use;
  private NDArray sample;
  private NDArray time;
  private UNet.PromptKeys prompt;

  private record Factors(NDArray up, NDArray down) {}

  /** Makes the networks, and what is computed once a request. */
  @Setup
  public void makeNetworks() throws ModelFormatException {
    scope = TestEngine.open("patched U-Net step");
    UNetConfig config = UNetConfig.sd15();
    unet = new UNet(config, new Weights(new RandomTensors(scope, precision, 1)), precision);
    RandomTensors inputs = new RandomTensors(scope, NumberType.FLOAT32, 2);
    for (String layer : unet.tensors().layerWeights()) {
      if (layer.contains("transformer_blocks")) {
        long[] shape = unet.tensors().byName().get(layer).getShape().getShape();
        factors.put(
            layer,
            new Factors(
                inputs.tensor("up", shape[0], RANK), inputs.tensor("down", RANK, shape[1])));
      }
    }
    patched = patched(scope);
    sample = inputs.tensor("sample", batch, config.inChannels(), latent, latent);
    time = patched.embedTime(scope, TIMESTEP);
    prompt =
        patched.project(
            scope, inputs.tensor("prompt", batch, PROMPT_TOKENS, config.crossAttentionDim()));
  }

  private UNet patched(Scope into) {
    NetworkPatch patch = new NetworkPatch("unet", unet.tensors(), precision, into);
    for (int i = 0; i < adapters; i++) {
      factors.forEach(
          (layer, made) -> patch.addProduct(layer, made.up(), made.down(), 1, StepWeight.of(0.1)));
    }
    return PatchedUNet.of(unet, patch, into).at(0, into).network();
  }

  /** Opens what a first use fills. */
  @Setup(Level.Invocation)
  public void openUse() {
    use = scope.open("use");
  }

  /** Predicts the noise. */
  @Benchmark
  public void step() {
    patched.predict(use, sample, time, prompt, Observer.NONE);
  }

  /** Makes the changed network of factors that have been read. */
  @Benchmark
  public UNet firstUse() {
    return patched(use);
  }

  /** Frees what a use left. */
  @TearDown(Level.Invocation)
  public void closeUse() {
    use.close();
  }

  /** Frees the networks. */
  @TearDown
  public void close() {
    scope.close();
  }
}
