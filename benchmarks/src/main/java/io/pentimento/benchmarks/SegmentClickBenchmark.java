package io.pentimento.benchmarks;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.model.SamConfig;
import io.pentimento.model.SamNetwork;
import io.pentimento.model.Weights;
import io.pentimento.testing.RandomTensors;
import io.pentimento.testing.TestEngine;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A click on a picture with Segment Anything of ViT-B's size, and what comes before the first: to
 * embed the picture.
 *
 * <pre>
 * java -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath)" org.openjdk.jmh.Main SegmentClick
 * </pre>
 */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
@Fork(1)
public class SegmentClickBenchmark {
  private static final long HEIGHT = 683;
  private static final long WIDTH = 1024;

  private Scope scope;
  private SamNetwork network;
  private NDArray pixels;
  private NDArray embedding;

  /** Makes the network, a picture and what it is embedded as. */
  @Setup
  public void makeNetwork() throws ModelFormatException {
    scope = TestEngine.open("segment click");
    SamConfig config = SamConfig.published(768, 12, List.of(2, 5, 8, 11));
    RandomTensors tensors = new RandomTensors(scope, NumberType.FLOAT32, 1);
    network = new SamNetwork(config, new Weights(tensors), scope);
    long grid = config.grid();
    pixels = tensors.tensor("pixels", 1, 3, config.imageSize(), config.imageSize());
    embedding = tensors.tensor("embedding", 1, config.channels(), grid, grid);
  }

  /** Finds what lies under a click, in the size of a picture. */
  @Benchmark
  public float[] click() {
    try (Scope request = scope.open("request")) {
      SamNetwork.Masks found =
          network.find(
              request,
              embedding,
              List.of(new SamNetwork.Point(400, 300, true)),
              Optional.empty(),
              Optional.empty());
      NDArray masks = request.slice(found.logits(), 1, 4, 1);
      long[] inside = {HEIGHT, WIDTH};
      return Scope.floats(network.enlarge(request, masks, inside, HEIGHT, WIDTH), request);
    }
  }

  /** Embeds the picture. */
  @Benchmark
  public float[] embed() {
    try (Scope request = scope.open("request")) {
      return Scope.floats(network.embed(request, pixels), request);
    }
  }

  /** Frees the network. */
  @TearDown
  public void close() {
    scope.close();
  }
}
