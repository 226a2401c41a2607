package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * YOLOv8, a network that finds things in pictures, and their outlines in its form that segments
 * (Jocher et al. 2023, "Ultralytics YOLOv8"). Immutable: any number of threads may use one. It
 * computes in float32.
 */
public final class YoloNet {
  /** Sides of pictures are multiples of this. */
  public static final int STRIDE = 32;

  private final YoloKind kind;
  private final YoloBackbone backbone;
  private final YoloNeck neck;
  private final YoloHead head;

  private YoloNet(YoloKind kind, YoloWeights weights) throws ModelFormatException {
    this.kind = kind;
    this.backbone = YoloBackbone.read(weights);
    this.neck = YoloNeck.read(weights, backbone.widths());
    this.head = YoloHead.read(weights, YoloKind.HEAD, neck.widths(), kind.segments());
  }

  /**
   * Reads the network of a file, whose widths are found from its tensors.
   *
   * @param scope where the weights live
   * @throws ModelFormatException if the file holds no YOLOv8 that detects or segments
   * @throws IOException if reading fails
   */
  public static YoloNet read(Checkpoint checkpoint, Scope scope) throws IOException {
    YoloKind kind = YoloKind.of(checkpoint);
    CheckpointTensors tensors =
        new CheckpointTensors(
            checkpoint,
            scope,
            NumberType.FLOAT32,
            elements -> {},
            new StagingBuffers(),
            "a YOLOv8 with the classes " + kind.classNames());
    try {
      Weights weights = new Weights(tensors);
      weights.tensor(YoloKind.BINS, 1, YoloHead.BINS, 1, 1).close();
      YoloNet network = new YoloNet(kind, new YoloWeights(checkpoint, scope, weights));
      weights.finish();
      return network;
    } catch (UncheckedIOException e) {
      // Tensors are read where no checked exceptions are known.
      throw e.getCause();
    }
  }

  /** Returns the names of the classes, by their numbers. */
  public List<String> classNames() {
    return kind.classNames();
  }

  /** Tells whether the network gives masks. */
  public boolean segments() {
    return kind.segments();
  }

  /**
   * Looks at a picture.
   *
   * @param pixels {@code [1, 3, height, width]}, float32 RGB in [0, 1], sides multiples of {@value
   *     #STRIDE}
   */
  public YoloPrediction predict(Scope parent, NDArray pixels) {
    return predict(parent, pixels, Observer.NONE);
  }

  /**
   * As without it, with the output of each layer shown to an observer.
   *
   * @param seen gets the layers by their numbers in the file
   */
  YoloPrediction predict(Scope parent, NDArray pixels, Observer seen) {
    try (Scope scope = parent.open("yolo")) {
      NDArray picture = scope.pixels(pixels, NumberType.FLOAT32);
      List<NDArray> levels = neck.apply(scope, backbone.apply(scope, picture, seen), seen);
      return head.predict(scope, levels);
    }
  }
}
