package io.pentimento.benchmarks;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.model.Autoencoder;
import io.pentimento.model.AutoencoderConfig;
import io.pentimento.model.Observer;
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
 * The decoder of Stable Diffusion 1.5's autoencoder, in one piece. A latent side of 64 is a picture
 * of 512 × 512.
 *
 * <pre>
 * java -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath)" org.openjdk.jmh.Main VaeDecode
 * </pre>
 */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 5)
@Fork(1)
public class VaeDecodeBenchmark {
  /** The type in which the network computes. */
  @Param({"FLOAT32", "BFLOAT16"})
  NumberType precision;

  /** Height and width of the latent. */
  @Param("64")
  int latent;

  /** Pictures decoded at once. */
  @Param("1")
  int batch;

  private Scope scope;
  private Autoencoder autoencoder;
  private NDArray encoded;

  /** Makes the network and a latent. */
  @Setup
  public void makeNetwork() throws ModelFormatException {
    scope = TestEngine.open("VAE decode");
    AutoencoderConfig config = AutoencoderConfig.sd15();
    Weights weights = new Weights(new RandomTensors(scope, precision, 1));
    autoencoder = new Autoencoder(config, weights, precision);
    encoded =
        new RandomTensors(scope, NumberType.FLOAT32, 2)
            .tensor("latent", batch, config.latentChannels(), latent, latent);
  }

  /** Decodes the latent. */
  @Benchmark
  public void decode() {
    try (Scope request = scope.open("request")) {
      autoencoder.decode(request, encoded, Observer.NONE);
    }
  }

  /** Frees the network. */
  @TearDown
  public void close() {
    scope.close();
  }
}
