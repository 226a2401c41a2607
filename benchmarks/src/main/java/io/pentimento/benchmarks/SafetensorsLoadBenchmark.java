package io.pentimento.benchmarks;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorType;
import io.pentimento.checkpoint.TensorValues;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.model.CheckpointTensors;
import io.pentimento.testing.TestEngine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * From a float16 safetensors file of about 500 MB, in the page cache, to the arrays of a model, and
 * beside it the least that this can cost: to read the same bytes and widen them.
 *
 * <pre>
 * java -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath)" org.openjdk.jmh.Main SafetensorsLoad
 * </pre>
 */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 10)
@Fork(1)
public class SafetensorsLoadBenchmark {
  /** The type that the tensors are converted to. */
  @Param({"FLOAT32", "BFLOAT16"})
  NumberType precision;

  /** Blocks of layers in the file, 59 MB each. */
  @Param("8")
  int blocks;

  private Path file;
  private Scope scope;

  /** Writes the file. */
  @Setup
  public void writeFile() throws IOException {
    scope = TestEngine.open("safetensors load");
    file = Files.createTempFile("benchmark", ".safetensors");
    MadeUpCheckpoint.write(file, blocks);
  }

  /** Opens the file and makes an array of each tensor. */
  @Benchmark
  public void load() throws IOException {
    try (Scope model = scope.open("model");
        Checkpoint checkpoint = Checkpoint.open(file)) {
      CheckpointTensors tensors = new CheckpointTensors(checkpoint, model, precision, n -> {});
      for (String name : checkpoint.names()) {
        TensorInfo info = checkpoint.info(name);
        tensors.tensor(name, info.shape().stream().mapToLong(Long::longValue).toArray());
      }
      tensors.finish();
    }
  }

  /** Reads the bytes of the file and widens them to float32, in pieces that stay in the cache. */
  @Benchmark
  public float readAndWiden() throws IOException {
    float last = 0;
    ByteBuffer piece = ByteBuffer.allocateDirect(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    FloatBuffer floats = FloatBuffer.allocate(piece.capacity() / TensorType.F16.bytes());
    try (FileChannel channel = FileChannel.open(file)) {
      while (channel.read(piece.clear()) > 0) {
        piece.flip().limit(piece.limit() & ~1);
        TensorValues.widen(piece, TensorType.F16, floats.clear());
        last += floats.get(0);
      }
    }
    return last;
  }

  /** Deletes the file. */
  @TearDown
  public void deleteFile() throws IOException {
    scope.close();
    Files.deleteIfExists(file);
  }
}
