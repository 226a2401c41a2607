package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.TensorInfo;
import io.pentimento.checkpoint.TensorValues;
import io.pentimento.internal.LayerWeights;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Outline;
import io.pentimento.internal.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/**
 * The tensors of a checkpoint, each converted straight into the compute type. What is missing or of
 * the wrong shape is collected, so that {@link #finish} reports it all at once.
 */
public final class CheckpointTensors implements TensorSource {
  /** Endings of keys that files carry and no network needs. */
  private static final List<String> INERT =
      List.of(
          "position_ids",
          "logit_scale",
          "text_projection.weight",
          "difference",
          "num_batches_tracked");

  /** More entries than any real network has tensors are not told one by one. */
  private static final int LONGEST_LIST = 5000;

  private final Checkpoint checkpoint;
  private final Scope scope;
  private final NumberType type;
  private final LongConsumer progress;
  private final String description;
  private final Set<String> used = new HashSet<>();
  private final List<String> missing = new ArrayList<>();
  private final List<String> misshapen = new ArrayList<>();
  private final StagingBuffers buffers;
  private final boolean outline;

  /**
   * Reads from a checkpoint.
   *
   * @param scope where the tensors live
   * @param type the type they are converted to
   * @param progress hears the number of elements of each tensor as it is done
   */
  public CheckpointTensors(
      Checkpoint checkpoint, Scope scope, NumberType type, LongConsumer progress) {
    this(checkpoint, scope, type, progress, new StagingBuffers());
  }

  /**
   * Reads from one of several checkpoints of a model.
   *
   * @param buffers those of all of them
   */
  public CheckpointTensors(
      Checkpoint checkpoint,
      Scope scope,
      NumberType type,
      LongConsumer progress,
      StagingBuffers buffers) {
    this(checkpoint, scope, type, progress, buffers, "the config.json beside them");
  }

  /**
   * Reads from a checkpoint whose network something else than a config describes.
   *
   * @param description what the weights must fit, for the message
   */
  CheckpointTensors(
      Checkpoint checkpoint,
      Scope scope,
      NumberType type,
      LongConsumer progress,
      StagingBuffers buffers,
      String description) {
    this(checkpoint, scope, type, progress, buffers, description, false);
  }

  private CheckpointTensors(
      Checkpoint checkpoint,
      Scope scope,
      NumberType type,
      LongConsumer progress,
      StagingBuffers buffers,
      String description,
      boolean outline) {
    this.outline = outline;
    this.buffers = buffers;
    this.description = description;
    this.checkpoint = checkpoint;
    this.scope = scope;
    this.type = type;
    this.progress = progress;
  }

  /** Checks and returns all but the elements of tensors: see {@link Outline}. */
  public CheckpointTensors outline() {
    return new CheckpointTensors(checkpoint, scope, type, progress, buffers, description, true);
  }

  @Override
  public boolean has(String name) {
    return checkpoint.names().stream()
        .anyMatch(key -> key.equals(name) || key.startsWith(name + "."));
  }

  /**
   * Reads a tensor; trailing sizes of 1 may differ in number, so that 1×1 convolutions can be
   * linear layers. One that is missing or of another shape is an empty array until {@link #finish}
   * tells.
   *
   * @throws UncheckedIOException if reading fails; it holds the cause
   */
  @Override
  public NDArray tensor(String name, long... shape) {
    if (!checkpoint.names().contains(name)) {
      missing.add(checkpoint.keyOf(name) + " " + Arrays.toString(shape));
      return scope.array(new float[0], 0);
    }
    used.add(name);
    try {
      TensorInfo info = checkpoint.info(name);
      long[] actual = info.shape().stream().mapToLong(Long::longValue).toArray();
      if (!Arrays.equals(withoutTrailingOnes(actual), withoutTrailingOnes(shape))) {
        misshapen.add(
            "%s has shape %s, expected %s"
                .formatted(checkpoint.keyOf(name), info.shape(), Arrays.toString(shape)));
        return scope.array(new float[0], 0);
      }
      NDArray stored = outline ? Outline.of(scope, shape) : store(name, info, shape);
      progress.accept(info.elements());
      return stored;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public NDArray convolution(String name, boolean many, long... shape) {
    NDArray weight = tensor(name, shape);
    return isRead(weight, shape) ? LayerWeights.packConvolution(scope, weight, many) : weight;
  }

  @Override
  public NDArray linear(String name, long... shape) {
    NDArray weight = tensor(name, shape);
    return isRead(weight, shape) ? LayerWeights.packLinear(scope, weight) : weight;
  }

  private boolean isRead(NDArray weight, long[] shape) {
    return !outline && weight.getShape().dimension() == shape.length;
  }

  private NDArray store(String name, TensorInfo info, long[] shape) throws IOException {
    return switch (info.type()) {
      case F32 -> scope.store(read(name, info), DataType.FLOAT32, type, shape);
      case F16 -> scope.store(read(name, info), DataType.FLOAT16, type, shape);
      default -> {
        ByteBuffer wide = buffers.widened(size(name, info, Float.BYTES));
        TensorValues.widen(read(name, info), info.type(), wide.asFloatBuffer());
        yield scope.store(wide, DataType.FLOAT32, type, shape);
      }
    };
  }

  private ByteBuffer read(String name, TensorInfo info) throws IOException {
    ByteBuffer bytes = buffers.stored(size(name, info, info.type().bytes()));
    checkpoint.read(name, 0, bytes);
    return bytes.flip();
  }

  private int size(String name, TensorInfo info, int bytes) throws ModelFormatException {
    long size = info.elements() * bytes;
    if (size > Integer.MAX_VALUE) {
      throw new ModelFormatException(
          checkpoint.path(),
          checkpoint.keyOf(name),
          "takes %d bytes as float32, over the 2 GiB of one buffer.".formatted(size),
          null);
    }
    return (int) size;
  }

  private static long[] withoutTrailingOnes(long[] shape) {
    int length = shape.length;
    while (length > 1 && shape[length - 1] == 1) {
      length--;
    }
    return LongStream.of(shape).limit(length).toArray();
  }

  @Override
  public void finish() throws ModelFormatException {
    List<String> unexpected =
        checkpoint.names().stream()
            .filter(name -> !used.contains(name))
            .filter(name -> INERT.stream().noneMatch(name::endsWith))
            .map(checkpoint::keyOf)
            .toList();
    if (missing.isEmpty() && misshapen.isEmpty() && unexpected.isEmpty()) {
      return;
    }
    StringBuilder reason = new StringBuilder("the weights do not fit " + description + ".");
    append(reason, "Missing", missing);
    append(reason, "Of another shape", misshapen);
    append(reason, "Unexpected", unexpected);
    throw new ModelFormatException(checkpoint.path(), reason.toString());
  }

  private static void append(StringBuilder reason, String title, List<String> entries) {
    if (!entries.isEmpty()) {
      reason.append("%n%s (%d):".formatted(title, entries.size()));
      entries.stream()
          .limit(LONGEST_LIST)
          .forEach(
              entry -> reason.append("%n  %s".formatted(ModelFormatException.printable(entry))));
      if (entries.size() > LONGEST_LIST) {
        reason.append("%n  and %d more".formatted(entries.size() - LONGEST_LIST));
      }
    }
  }
}
