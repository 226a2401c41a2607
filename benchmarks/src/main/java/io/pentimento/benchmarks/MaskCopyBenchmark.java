package io.pentimento.benchmarks;

import java.util.Random;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * The measure of {@link MaskFeatherBenchmark}: ten times, the levels of a mask are copied, and each
 * level of the copy is read and written. A blur of 64 shall take at most twice as long.
 *
 * <pre>
 * java -cp "benchmarks/target/classes:$(cat benchmarks/target/classpath)" org.openjdk.jmh.Main Mask
 * </pre>
 */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MaskCopyBenchmark {
  private static final int TIMES = 10;

  /** Height and width of the mask. */
  @Param("4096")
  int size;

  private byte[] levels;

  /** Makes the levels. */
  @Setup
  public void makeLevels() {
    levels = new byte[size * size];
    new Random(1).nextBytes(levels);
  }

  /** Copies the levels and inverts the copy, ten times. */
  @Benchmark
  public byte[] copyReadWriteTenTimes() {
    byte[] last = levels;
    for (int i = 0; i < TIMES; i++) {
      last = inverted(last);
    }
    return last;
  }

  private static byte[] inverted(byte[] levels) {
    byte[] copy = levels.clone();
    for (int i = 0; i < copy.length; i++) {
      copy[i] = (byte) ~copy[i];
    }
    return copy;
  }
}
