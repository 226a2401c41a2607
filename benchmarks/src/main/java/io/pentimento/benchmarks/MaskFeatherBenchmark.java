package io.pentimento.benchmarks;

import io.pentimento.image.ImageSize;
import io.pentimento.inpaint.Mask;
import java.awt.Rectangle;
import java.awt.geom.Point2D;
import java.util.List;
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
 * Blurring a large mask, whose time shall not depend on the radius, and beside it in {@link
 * MaskCopyBenchmark} what it is measured by.
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
public class MaskFeatherBenchmark {
  /** What is on the mask. */
  public enum Content {
    /** A rectangle, of which most rows and columns are alike. */
    RECTANGLE {
      @Override
      Mask make(ImageSize size) {
        int unit = size.width() / 8;
        return Mask.rectangle(size, new Rectangle(unit, unit, 3 * unit, 2 * unit));
      }
    },
    /** An ellipse, of which no row is like another. */
    ELLIPSE {
      @Override
      Mask make(ImageSize size) {
        int unit = size.width() / 8;
        return Mask.ellipse(size, new Rectangle(unit, unit, 3 * unit, 2 * unit));
      }
    },
    /** A few shapes and a soft brush stroke, as a user paints them. */
    DRAWN {
      @Override
      Mask make(ImageSize size) {
        int unit = size.width() / 8;
        List<Point2D> path =
            List.of(
                new Point2D.Double(unit, 7 * unit),
                new Point2D.Double(4 * unit, 5 * unit),
                new Point2D.Double(7 * unit, 7 * unit));
        return Mask.ellipse(size, new Rectangle(unit, unit, 3 * unit, 2 * unit))
            .union(Mask.rectangle(size, new Rectangle(5 * unit, unit, 2 * unit, 3 * unit)))
            .union(Mask.brushStroke(size, path, unit / 4.0, 0.5));
      }
    },
    /** A level of its own for each pixel, the worst case of all shortcuts. */
    NOISY {
      @Override
      Mask make(ImageSize size) {
        byte[] levels = new byte[size.width() * size.height()];
        new Random(1).nextBytes(levels);
        return Mask.of(size, levels);
      }
    };

    abstract Mask make(ImageSize size);
  }

  /** What is on the mask. */
  @Param({"RECTANGLE", "ELLIPSE", "DRAWN", "NOISY"})
  Content content;

  /** Height and width of the mask. */
  @Param("4096")
  int size;

  /** The blur, a standard deviation in pixels. */
  @Param({"4", "16", "64"})
  int blur;

  private Mask mask;

  /** Makes the mask. */
  @Setup
  public void makeMask() {
    mask = content.make(new ImageSize(size, size));
  }

  /** Blurs the mask. */
  @Benchmark
  public Mask feather() {
    return mask.feather(blur);
  }
}
