package io.pentimento.inpaint;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * OpenCV's Gaussian filter on an 8-bit picture of one channel, bit for bit: {@link GaussianTaps}
 * along the rows, rounded to 8 bits, then along the columns. The picture is mirrored at its border,
 * without repeating the border itself.
 *
 * <p>Large pictures are shared out among threads: bands of rows to a {@link RowFilter} each, then
 * bands of columns to a {@link ColumnFilter} each.
 */
final class MaskGaussian {
  /** From how many pixels on threads are worth starting. */
  private static final int MANY_PIXELS = 1 << 16;

  private static final int ROWS = 32;

  private final byte[] samples;
  private final byte[] picture;
  private final int width;
  private final int height;

  private MaskGaussian(byte[] samples, int width, int height) {
    this.samples = samples;
    this.picture = samples.clone();
    this.width = width;
    this.height = height;
  }

  /** Blurs a picture; a sigma of 0 leaves its direction as it is. */
  static byte[] blur(byte[] samples, int width, int height, double sigmaX, double sigmaY) {
    MaskGaussian result = new MaskGaussian(samples, width, height);
    if (sigmaX > 0) {
      result.blurRows(GaussianTaps.of(sigmaX));
    }
    if (sigmaY > 0) {
      result.blurColumns(GaussianTaps.of(sigmaY));
    }
    return result.picture;
  }

  private void blurRows(int[] taps) {
    share(
        parts(height, ROWS),
        () -> {
          RowFilter filter = new RowFilter(taps, width);
          return part -> {
            int top = part * ROWS;
            filter.filter(samples, picture, top, Math.min(height, top + ROWS));
          };
        });
  }

  private void blurColumns(int[] taps) {
    boolean[][] changes = changes();
    share(
        changes.length,
        () -> {
          ColumnFilter filter = new ColumnFilter(taps, picture, width, height);
          return part -> filter.filter(part * Lanes.COLUMNS, changes[part]);
        });
  }

  /** Returns for each band of columns which blocks of rows change. */
  private boolean[][] changes() {
    int blocks = parts(height, ColumnFilter.BLOCK);
    boolean[][] changes = new boolean[parts(width, Lanes.COLUMNS)][blocks];
    share(
        blocks,
        () ->
            block -> {
              int top = block * ColumnFilter.BLOCK;
              int bottom = Math.min(height, top + ColumnFilter.BLOCK);
              boolean[] found = Changes.find(picture, width, top, bottom, Lanes.COLUMNS);
              for (int band = 0; band < found.length; band++) {
                changes[band][block] = found[band];
              }
            });
    return changes;
  }

  private static int parts(int length, int size) {
    return (length + size - 1) / size;
  }

  /** Lets workers take parts of the work until none is left. */
  private void share(int parts, Supplier<IntConsumer> workers) {
    int threads =
        picture.length < MANY_PIXELS
            ? 1
            : Math.min(parts, ForkJoinPool.getCommonPoolParallelism() + 1);
    AtomicInteger next = new AtomicInteger();
    IntStream.range(0, threads)
        .parallel()
        .forEach(
            thread -> {
              IntConsumer worker = workers.get();
              for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
                worker.accept(part);
              }
            });
  }
}
