package io.pentimento.model;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorType;
import io.pentimento.checkpoint.TensorValues;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tensors of a vision transformer that was trained with pictures of another size than it is to
 * see: what tells the places of patches is resized by torch's bicubic filter, what stands for the
 * whole picture is kept (Dosovitskiy et al. 2021, section 3.2).
 */
final class ResizedPositions implements Checkpoint {
  /** The filter's only parameter (Keys 1981), as torch has it. */
  private static final double A = -0.75;

  private static final int TAPS = 4;

  /** Grids of more rows are no pictures that any network sees. */
  private static final int LARGEST = 256;

  private final Checkpoint file;
  private final String name;
  private final int from;
  private final int to;

  private ResizedPositions(Checkpoint file, String name, int from, int to) {
    this.file = file;
    this.name = name;
    this.from = from;
    this.to = to;
  }

  /**
   * Shows the tensors with positions for a grid of some size; unchanged if they have it already, or
   * are no square.
   *
   * @param name of the positions, {@code [1, patches + 1, width]}
   * @param side how many patches the grid has on either side
   */
  static Checkpoint of(Checkpoint file, String name, int side) throws ModelFormatException {
    long patches = VisionTransformerConfig.shape(file, name, 3).get(1) - 1;
    long own = Math.round(Math.sqrt((double) Math.max(0, patches)));
    boolean square = own > 0 && own <= LARGEST && own * own == patches;
    return square && own != side && side <= LARGEST
        ? new ResizedPositions(file, name, (int) own, side)
        : file;
  }

  /**
   * Resizes a grid.
   *
   * @param grid {@code [from × from, width]}, row-major
   * @param from rows and columns of it
   * @param to rows and columns of the result
   * @return {@code [to × to, width]}
   */
  static float[] resized(float[] grid, int from, int to) {
    int width = grid.length / (from * from);
    float[] result = new float[to * to * width];
    for (int y = 0; y < to; y++) {
      for (int x = 0; x < to; x++) {
        add(
            grid,
            from,
            width,
            place(y, from, to),
            place(x, from, to),
            result,
            (y * to + x) * width);
      }
    }
    return result;
  }

  /** Returns where a cell of the result lies among the cells of the source. */
  private static double place(int cell, int from, int to) {
    return (cell + 0.5) * from / to - 0.5;
  }

  private static void add(
      float[] grid, int from, int width, double y, double x, float[] result, int at) {
    int top = (int) Math.floor(y) - 1;
    int left = (int) Math.floor(x) - 1;
    for (int i = 0; i < TAPS; i++) {
      int row = Math.max(0, Math.min(from - 1, top + i));
      for (int j = 0; j < TAPS; j++) {
        int column = Math.max(0, Math.min(from - 1, left + j));
        double weight = weight(y - (top + i)) * weight(x - (left + j));
        int source = (row * from + column) * width;
        for (int c = 0; c < width; c++) {
          result[at + c] += (float) (weight * grid[source + c]);
        }
      }
    }
  }

  private static double weight(double distance) {
    double t = Math.abs(distance);
    if (t <= 1) {
      return ((A + 2) * t - (A + 3)) * t * t + 1;
    }
    return t < 2 ? A * (((t - 5) * t + 8) * t - 4) : 0;
  }

  @Override
  public Path path() {
    return file.path();
  }

  @Override
  public Set<String> names() {
    return file.names();
  }

  @Override
  public TensorInfo info(String asked) throws ModelFormatException {
    TensorInfo info = file.info(asked);
    return asked.equals(name)
        ? new TensorInfo(
            info.name(), TensorType.F32, List.of(1L, (long) to * to + 1, info.shape().get(2)))
        : info;
  }

  @Override
  public TensorType storedType(String asked) throws ModelFormatException {
    return file.storedType(asked);
  }

  @Override
  public String keyOf(String asked) {
    return file.keyOf(asked);
  }

  @Override
  public ByteBuffer bytes(String asked) throws IOException {
    if (!asked.equals(name)) {
      return file.bytes(asked);
    }
    float[] stored = TensorValues.floats(file, name);
    int width = stored.length / (from * from + 1);
    float[] grid = new float[stored.length - width];
    System.arraycopy(stored, width, grid, 0, grid.length);
    float[] large = resized(grid, from, to);
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(Math.multiplyExact(Float.BYTES, large.length + width))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(stored, 0, width).put(large);
    return bytes.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void read(String asked, long skip, ByteBuffer target) throws IOException {
    if (asked.equals(name)) {
      Checkpoint.super.read(asked, skip, target);
    } else {
      file.read(asked, skip, target);
    }
  }

  @Override
  public Map<String, String> metadata() {
    return file.metadata();
  }

  @Override
  public void close() {}
}
