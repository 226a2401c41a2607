package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.original.IsNetFile;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.internal.SegmentKernels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * IS-Net (Qin et al. 2022, "Highly Accurate Dichotomous Image Segmentation"): finds a picture's
 * subject. Computes in float32. Immutable: any number of threads may use one.
 */
public final class IsNet {
  /** How deep the stages on the way down are; the last two do not shrink. */
  private static final int[] DEPTHS = {7, 6, 5, 4, 4, 4};

  private static final int STAGES = DEPTHS.length;

  private final NDArray first;
  private final NDArray firstBias;
  private final List<IsNetStage> down;
  private final List<IsNetStage> up;
  private final NDArray side;
  private final NDArray sideBias;

  /**
   * What the network makes.
   *
   * @param deepest the result of the last stage on the way down
   * @param up those of the stages on the way up, the deepest first
   * @param subject how surely each cell is of the subject, 0 to 1, of the input's size
   */
  record Made(NDArray deepest, List<NDArray> up, NDArray subject) {}

  private IsNet(List<IsNetStage.Sizes> sizes, Weights weights, Scope scope)
      throws ModelFormatException {
    int start = sizes.get(0).in();
    this.first = weights.tensor("conv_in.weight", start, 3, 3, 3);
    this.firstBias = weights.tensor("conv_in.bias", start);
    this.down = new ArrayList<>();
    this.up = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      boolean descends = i < STAGES;
      IsNetStage stage = IsNetStage.read(weights.at(name(i)), sizes.get(i), scope);
      (descends ? down : up).add(stage);
    }
    int end = sizes.get(sizes.size() - 1).out();
    this.side = weights.tensor("side1.weight", 1, end, 3, 3);
    this.sideBias = weights.tensor("side1.bias", 1);
    weights.finish();
  }

  private static String name(int index) {
    return index < STAGES ? "stage" + (index + 1) : "stage" + (2 * STAGES - 1 - index) + "d";
  }

  /**
   * Reads the network of a file, whose sizes are found from its tensors.
   *
   * @param scope where the weights live
   * @throws ModelFormatException if the file holds no such network
   * @throws IOException if reading fails
   */
  public static IsNet read(Checkpoint file, Scope scope) throws IOException {
    Checkpoint network = IsNetFile.of(file);
    CheckpointTensors tensors =
        new CheckpointTensors(
            network,
            scope,
            NumberType.FLOAT32,
            elements -> {},
            new StagingBuffers(),
            "an IS-Net of the file's sizes");
    try {
      return new IsNet(sizes(network), new Weights(tensors), scope);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static List<IsNetStage.Sizes> sizes(Checkpoint network) throws ModelFormatException {
    TensorSizes shapes = new TensorSizes(network);
    List<IsNetStage.Sizes> sizes = new ArrayList<>();
    for (int i = 0; i < 2 * STAGES - 1; i++) {
      int level = i < STAGES ? i : 2 * STAGES - 2 - i;
      String entry = name(i) + ".rebnconvin.conv_s1.weight";
      try {
        sizes.add(
            new IsNetStage.Sizes(
                DEPTHS[level],
                level < STAGES - 2,
                shapes.of(entry, 4, 1),
                shapes.of(name(i) + ".rebnconv1.conv_s1.weight", 4, 0),
                shapes.of(entry, 4, 0)));
      } catch (IllegalArgumentException e) {
        throw new ModelFormatException(network.path(), null, String.valueOf(e.getMessage()), e);
      }
    }
    return sizes;
  }

  /**
   * Finds the subject.
   *
   * @param parent holds the result
   * @param pixels {@code [1, 3, height, width]}, float32 in [-0.5, 0.5], 1024 wide and high as in
   *     training
   * @return {@code [1, 1, height, width]}, float32, 0 to 1
   */
  public NDArray find(Scope parent, NDArray pixels) {
    try (Scope scope = parent.open("isnet")) {
      return parent.adopt(make(scope, pixels).subject());
    }
  }

  /** Runs the network; all that it makes lives in the scope. */
  Made make(Scope scope, NDArray pixels) {
    List<NDArray> levels = new ArrayList<>();
    NDArray hidden = scope.conv(pixels, first, firstBias, 2, 1);
    for (int i = 0; i < STAGES; i++) {
      NDArray seen = i == 0 ? hidden : SegmentKernels.halved(scope, hidden);
      hidden = down.get(i).apply(scope, seen);
      levels.add(hidden);
    }
    NDArray deepest = hidden;
    List<NDArray> made = new ArrayList<>();
    for (int i = 0; i < up.size(); i++) {
      NDArray level = levels.get(STAGES - 2 - i);
      NDArray joined = scope.concat(IsNetStage.resized(scope, hidden, level), level, 1);
      hidden = up.get(i).apply(scope, joined);
      made.add(hidden);
    }
    NDArray logits = scope.conv(hidden, side, sideBias, 1, 1);
    NDArray subject = scope.activate("sigmoid", IsNetStage.resized(scope, logits, pixels));
    return new Made(deepest, made, scope.plain(subject));
  }
}
