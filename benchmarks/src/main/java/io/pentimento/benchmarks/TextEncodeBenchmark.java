package io.pentimento.benchmarks;

import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.model.TextEncoder;
import io.pentimento.model.TextEncoderConfig;
import io.pentimento.model.Weights;
import io.pentimento.testing.RandomTensors;
import io.pentimento.testing.TestEngine;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
 * The text encoder of Stable Diffusion 1.5 on token rows of full length. A batch of 2 is a prompt
 * and a negative prompt.
 *
 * <pre>
 * java -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath)" org.openjdk.jmh.Main TextEncode
 * </pre>
 */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class TextEncodeBenchmark {
  private static final int LAST_LAYER = 1;

  /** The type in which the network computes. */
  @Param({"FLOAT32", "BFLOAT16"})
  NumberType precision;

  /** Token rows: prompts and negative prompts. */
  @Param("2")
  int batch;

  private Scope scope;
  private TextEncoder encoder;
  private List<int[]> ids;

  /** Makes the network and the tokens. */
  @Setup
  public void makeNetwork() throws ModelFormatException {
    scope = TestEngine.open("text encode");
    TextEncoderConfig config = TextEncoderConfig.sd15();
    encoder = new TextEncoder(config, new Weights(new RandomTensors(scope, precision, 1)));
    Random random = new Random(2);
    ids =
        Stream.generate(() -> random.ints(config.positions(), 0, config.vocabulary()).toArray())
            .limit(batch)
            .toList();
  }

  /** Encodes the tokens. */
  @Benchmark
  public void encode() {
    try (Scope request = scope.open("request")) {
      encoder.encode(request, ids, LAST_LAYER);
    }
  }

  /** Frees the network. */
  @TearDown
  public void close() {
    scope.close();
  }
}
