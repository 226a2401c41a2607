package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.FeatureKernels;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The network of DeepDanbooru v3, which tells what tags a drawing has: a residual network (He et
 * al. 2016, section 4) of 179 convolutions without normalisations, as it was carried over from
 * TensorFlow. Immutable: any number of threads may use one.
 *
 * <p>Its layers have numbers for names, in the order in which they run.
 */
public final class DeepDanbooruNet {
  /** A side must be a multiple of this, so that each halving is even. */
  public static final int MULTIPLE = 128;

  private static final List<Integer> BLOCKS = List.of(3, 8, 20, 20, 3, 3);
  private static final int CONVOLUTIONS = 179;

  /** The stage whose shortcut has the number behind its first block's, not before. */
  private static final int LATE_SHORTCUT = 3;

  private static final int STEM_KERNEL = 7;
  private static final int STEM_BEFORE = 2;
  private static final int STEM_BEHIND = 3;

  private final NumberType type;
  private final int tags;
  private final Conv stem;
  private final List<List<Block>> stages;
  private final NDArray head;

  /** Three convolutions and what is added to their output. */
  private record Block(Conv narrow, Conv middle, Conv wide, Optional<Conv> shortcut) {
    NDArray apply(Scope parent, NDArray x) {
      try (Scope scope = parent.open("tagger block")) {
        NDArray hidden = relu(scope, narrow.apply(scope, x));
        NDArray padded = middle.stride() == 2 ? scope.padRightBottom(hidden) : hidden;
        hidden = wide.apply(scope, relu(scope, middle.apply(scope, padded)));
        NDArray added = shortcut.isPresent() ? shortcut.get().apply(scope, x) : x;
        return parent.adopt(relu(scope, scope.add(hidden, added)));
      }
    }
  }

  /** Reads convolutions by their numbers; their sizes are those of the file. */
  private record Numbered(Checkpoint file, Weights weights) {
    static String name(int number) {
      return "n_Conv_" + number;
    }

    long out(int number) {
      try {
        List<Long> shape = file.info(name(number) + ".weight").shape();
        return shape.size() == 4 ? shape.get(0) : 1;
      } catch (ModelFormatException e) {
        throw new UncheckedIOException(e);
      }
    }

    Conv conv(int number, long in, int kernel, int stride, int padding) {
      String name = name(number);
      long out = out(number);
      return new Conv(
          name,
          weights.tensor(name + ".weight", out, in, kernel, kernel),
          weights.tensor(name + ".bias", out),
          stride,
          padding,
          Optional.empty());
    }
  }

  private DeepDanbooruNet(Numbered layers, int tags, NumberType type) throws ModelFormatException {
    this.type = type;
    this.tags = tags;
    this.stem = layers.conv(0, 3, STEM_KERNEL, 2, 0);
    this.stages = new ArrayList<>();
    long width = layers.out(0);
    int number = 1;
    for (int stage = 0; stage < BLOCKS.size(); stage++) {
      List<Block> blocks = new ArrayList<>();
      for (int block = 0; block < BLOCKS.get(stage); block++) {
        blocks.add(block(layers, number, width, stage, block));
        number += block == 0 ? 4 : 3;
        width = blocks.get(block).wide().bias().getShape().get(0);
      }
      stages.add(List.copyOf(blocks));
    }
    this.head =
        layers.weights().tensor(Numbered.name(CONVOLUTIONS - 1) + ".weight", tags, width, 1, 1);
    layers.weights().finish();
  }

  private static Block block(Numbered layers, int number, long in, int stage, int block) {
    boolean first = block == 0;
    boolean late = stage == LATE_SHORTCUT;
    int main = first && !late ? number + 1 : number;
    int stride = first && stage > 0 ? 2 : 1;
    Optional<Conv> shortcut =
        first
            ? Optional.of(layers.conv(late ? number + 3 : number, in, 1, stride, 0))
            : Optional.empty();
    long middle = layers.out(main);
    return new Block(
        layers.conv(main, in, 1, 1, 0),
        layers.conv(main + 1, middle, 3, stride, stride == 1 ? 1 : 0),
        layers.conv(main + 2, layers.out(main + 1), 1, 1, 0),
        shortcut);
  }

  /**
   * Reads the network of a file.
   *
   * @param tags how many tags the file names
   * @param scope where the weights live
   * @param type the type in which the network computes
   * @throws ModelFormatException if the file holds no such network, or one for another number of
   *     tags
   * @throws IOException if reading fails
   */
  public static DeepDanbooruNet read(Checkpoint file, int tags, Scope scope, NumberType type)
      throws IOException {
    CheckpointTensors tensors =
        new CheckpointTensors(
            file,
            scope,
            type,
            elements -> {},
            new StagingBuffers(),
            "DeepDanbooru's network with the %d tags of the file".formatted(tags));
    try {
      return new DeepDanbooruNet(new Numbered(file, new Weights(tensors)), tags, type);
    } catch (UncheckedIOException e) {
      // A network reads its tensors where no checked exceptions are known.
      throw e.getCause();
    }
  }

  /** Returns how many tags it knows. */
  public int tags() {
    return tags;
  }

  /**
   * Returns how far each tag suits a picture, before the sigmoid.
   *
   * @param parent holds nothing of it
   * @param pixels {@code [1, 3, height, width]}, float32 in [0, 1], sides multiples of {@link
   *     #MULTIPLE}
   */
  public float[] logits(Scope parent, NDArray pixels) {
    checkShape(pixels);
    try (Scope scope = parent.open("tagger")) {
      NDArray last = afterStages(scope, pixels, stages.size());
      float[] cells = Scope.floats(scope.conv(last, head, 1, 0), scope);
      int area = cells.length / tags;
      float[] means = new float[tags];
      for (int tag = 0; tag < tags; tag++) {
        int start = tag * area;
        double sum = IntStream.range(start, start + area).mapToDouble(i -> cells[i]).sum();
        means[tag] = (float) (sum / area);
      }
      return means;
    }
  }

  /** Returns what a picture is after some of the stages, 0 for the pooled first convolution. */
  NDArray afterStages(Scope scope, NDArray pixels, int count) {
    NDArray wide =
        FeatureKernels.padded(
            scope, scope.pixels(pixels, type), STEM_BEFORE, STEM_BEHIND, STEM_BEFORE, STEM_BEHIND);
    NDArray hidden =
        FeatureKernels.maxPool(scope, relu(scope, stem.apply(scope, wide)), 3, 2, 0, true);
    for (List<Block> stage : stages.subList(0, count)) {
      for (Block block : stage) {
        try (NDArray previous = hidden) {
          hidden = block.apply(scope, previous);
        }
      }
    }
    return hidden;
  }

  private static NDArray relu(Scope scope, NDArray x) {
    return scope.activate("relu", x);
  }

  private static void checkShape(NDArray pixels) {
    long[] shape = pixels.getShape().getShape();
    if (shape.length != 4
        || shape[0] != 1
        || shape[1] != 3
        || shape[2] % MULTIPLE != 0
        || shape[3] % MULTIPLE != 0) {
      throw new IllegalArgumentException(
          "The tagger takes [1, 3, height, width] with sides that are multiples of %d, but got: %s."
              .formatted(MULTIPLE, pixels.getShape()));
    }
  }
}
