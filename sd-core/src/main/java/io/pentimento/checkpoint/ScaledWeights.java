package io.pentimento.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A checkpoint whose weights were divided by a scale each, so that they fill the range of 8-bit
 * floats (ComfyUI's "scaled fp8"). It shows them as float32, multiplied by their scales, and hides
 * the scales and what else stands beside them: {@code layer.scale_weight}, or in newer files {@code
 * layer.weight_scale}; the scale of the layer's input, which arithmetic in 8 bits needs; and
 * markers.
 */
final class ScaledWeights implements Checkpoint {
  private static final List<String> SCALES = List.of(".scale_weight", ".weight_scale");
  private static final List<String> BESIDE =
      List.of(".scale_input", ".input_scale", ".comfy_quant");
  private static final String MARKER = "scaled_fp8";
  private static final String WEIGHT = ".weight";
  private static final int CHUNK = 1 << 16;

  private final Checkpoint file;

  /** The names of scales by those of their weights. */
  private final Map<String, String> scales;

  private final Set<String> names;

  private ScaledWeights(Checkpoint file, Map<String, String> scales, Set<String> names) {
    this.file = file;
    this.scales = scales;
    this.names = names;
  }

  /**
   * Returns a file's tensors as they are meant: the file itself unless it has scales.
   *
   * @throws ModelFormatException if a scale does not fit its weight, or that is no float
   */
  static Checkpoint of(Checkpoint file) throws ModelFormatException {
    Map<String, String> scales = new LinkedHashMap<>();
    Set<String> shown = new LinkedHashSet<>();
    for (String name : file.names()) {
      Optional<String> scaled = weightBeside(file, name, SCALES);
      scaled.ifPresent(weight -> scales.put(weight, name));
      boolean hidden =
          scaled.isPresent()
              || weightBeside(file, name, BESIDE).isPresent()
              || name.equals(MARKER)
              || name.endsWith("." + MARKER);
      if (!hidden) {
        shown.add(name);
      }
    }
    if (shown.size() == file.names().size()) {
      return file;
    }
    for (Map.Entry<String, String> scale : scales.entrySet()) {
      check(file, scale.getKey(), scale.getValue());
    }
    return new ScaledWeights(file, scales, Collections.unmodifiableSet(shown));
  }

  /** Returns the weight that a name with one of some endings stands beside. */
  private static Optional<String> weightBeside(Checkpoint file, String name, List<String> endings) {
    return endings.stream()
        .filter(name::endsWith)
        .map(ending -> name.substring(0, name.length() - ending.length()) + WEIGHT)
        .filter(file.names()::contains)
        .findFirst();
  }

  private static void check(Checkpoint file, String weight, String scale)
      throws ModelFormatException {
    TensorInfo info = file.info(weight);
    if (!info.type().isFloating()) {
      throw new ModelFormatException(
          file.path(),
          weight,
          "has a scale and is stored as %s, but only scaled floats are read."
              .formatted(info.type()),
          null);
    }
    TensorInfo factor = file.info(scale);
    long rows = info.shape().isEmpty() ? 1 : info.shape().get(0);
    boolean fits = factor.elements() == 1 || isPerRow(factor, rows);
    if (!fits || !factor.type().isFloating() || info.elements() == 0) {
      throw new ModelFormatException(
          file.path(),
          scale,
          "must be one float, or one for each of the %d rows of %s, but is %s of shape %s."
              .formatted(rows, weight, factor.type(), factor.shape()),
          null);
    }
  }

  private static boolean isPerRow(TensorInfo factor, long rows) {
    return factor.elements() == rows && factor.shape().get(0) == rows;
  }

  @Override
  public Path path() {
    return file.path();
  }

  @Override
  public Set<String> names() {
    return names;
  }

  @Override
  public TensorInfo info(String name) throws ModelFormatException {
    TensorInfo stored = file.info(name);
    return scales.containsKey(name)
        ? new TensorInfo(stored.name(), TensorType.F32, stored.shape())
        : stored;
  }

  @Override
  public TensorType storedType(String name) throws ModelFormatException {
    return file.storedType(name);
  }

  @Override
  public String keyOf(String name) {
    return file.keyOf(name);
  }

  @Override
  public ByteBuffer bytes(String name) throws IOException {
    if (!scales.containsKey(name)) {
      return file.bytes(name);
    }
    long bytes = info(name).elements() * Float.BYTES;
    if (bytes > Integer.MAX_VALUE) {
      throw new ModelFormatException(
          path(),
          name,
          "takes %d bytes as float32, over the 2 GiB of one buffer.".formatted(bytes),
          null);
    }
    ByteBuffer all = ByteBuffer.allocateDirect((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    read(name, 0, all);
    return all.flip().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Copies as {@link Checkpoint#read} does; of scaled weights whole numbers alone.
   *
   * @throws IllegalArgumentException if a part of a scaled weight is asked for that begins or ends
   *     within a number
   */
  @Override
  public void read(String name, long skip, ByteBuffer target) throws IOException {
    String scale = scales.get(name);
    if (scale == null) {
      file.read(name, skip, target);
      return;
    }
    if (skip % Float.BYTES != 0 || target.remaining() % Float.BYTES != 0) {
      throw new IllegalArgumentException(
          "%s is scaled, so whole numbers of 4 bytes are read, but %d bytes after %d are asked for."
              .formatted(name, target.remaining(), skip));
    }
    TensorInfo stored = file.info(name);
    float[] factors = TensorValues.floats(file, scale);
    long row = stored.elements() / factors.length;
    ByteBuffer little = target.slice().order(ByteOrder.LITTLE_ENDIAN);
    FloatBuffer made = little.asFloatBuffer();
    float[] values = new float[CHUNK];
    for (long at = skip / Float.BYTES; made.hasRemaining(); ) {
      int count = Math.min(CHUNK, made.remaining());
      ByteBuffer part = ByteBuffer.allocate(count * stored.type().bytes());
      file.read(name, at * stored.type().bytes(), part);
      TensorValues.widen(part.flip(), stored.type(), FloatBuffer.wrap(values));
      for (int i = 0; i < count; i++) {
        values[i] *= factors[(int) ((at + i) / row)];
      }
      made.put(values, 0, count);
      at += count;
    }
    target.position(target.limit());
  }

  @Override
  public Map<String, String> metadata() {
    return file.metadata();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
