package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import io.pentimento.internal.UpscalerKernels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The network of ESRGAN and Real-ESRGAN, which enlarges pictures (Wang et al. 2018, "ESRGAN:
 * Enhanced Super-Resolution Generative Adversarial Networks"). Immutable: any number of threads may
 * use one.
 */
public final class RrdbNet {
  private final RrdbConfig config;
  private final NumberType type;
  private final Conv first;
  private final List<RrdbBlock> blocks;
  private final Conv bodyEnd;
  private final List<Conv> ups;
  private final Conv large;
  private final Conv last;

  /**
   * Reads the network.
   *
   * @param type the type the weights were read in, in which the network computes
   * @throws ModelFormatException if tensors are missing, of the wrong shape, or left over
   */
  RrdbNet(RrdbConfig config, Weights weights, NumberType type) throws ModelFormatException {
    this.config = config;
    this.type = type;
    RrdbLayout layout = config.layout();
    int width = config.width();
    this.first = weights.conv(layout.first(), config.inChannels(), width, 3, 1);
    this.blocks =
        IntStream.range(0, config.blocks())
            .mapToObj(block -> RrdbBlock.read(weights, config, block))
            .toList();
    this.bodyEnd = weights.conv(layout.bodyEnd(config.blocks()), width, width, 3, 1);
    this.ups =
        IntStream.rangeClosed(1, config.upSteps())
            .mapToObj(step -> weights.conv(layout.up(step), width, width, 3, 1))
            .toList();
    this.large = weights.conv(layout.large(config.upSteps()), width, width, 3, 1);
    this.last = weights.conv(layout.last(config.upSteps()), width, 3, 3, 1);
    weights.finish();
  }

  /**
   * Reads the network of a file, whose architecture is found from its tensors.
   *
   * @param scope where the weights live
   * @param type the type in which the network computes
   * @throws ModelFormatException if the file holds no such network, or one with layers of its own
   * @throws IOException if reading fails
   */
  public static RrdbNet read(Checkpoint checkpoint, Scope scope, NumberType type)
      throws IOException {
    RrdbConfig config = RrdbConfig.read(checkpoint);
    CheckpointTensors tensors =
        new CheckpointTensors(
            checkpoint,
            scope,
            type,
            elements -> {},
            new StagingBuffers(),
            "an ESRGAN network of these sizes: " + config);
    try {
      return new RrdbNet(config, new Weights(tensors), type);
    } catch (UncheckedIOException e) {
      // A network reads its tensors in streams, which know no checked exceptions.
      throw e.getCause();
    }
  }

  /** Returns the architecture. */
  public RrdbConfig config() {
    return config;
  }

  /**
   * Enlarges pictures.
   *
   * @param pixels {@code [batch, 3, height, width]}, float32 in [0, 1], of any size
   * @return {@code [batch, 3, height × scale, width × scale]}, float32, about [0, 1] but not
   *     clamped
   */
  public NDArray enlarge(Scope parent, NDArray pixels) {
    try (Scope scope = parent.open("rrdb")) {
      NDArray features = first.apply(scope, scope.pixels(unshuffled(scope, pixels), type));
      NDArray hidden = scope.add(features, body(scope, features));
      features.close();
      for (Conv up : ups) {
        hidden = doubled(scope, hidden, up);
      }
      try (NDArray previous = hidden) {
        hidden = UpscalerKernels.leakyConv(scope, previous, large.weight(), large.bias());
      }
      NDArray colours = scope.plain(last.apply(scope, hidden));
      return parent.adopt(cropped(scope, colours, pixels.getShape().getShape()));
    }
  }

  private NDArray body(Scope parent, NDArray features) {
    try (Scope scope = parent.open("rrdb body")) {
      NDArray hidden = blocks.get(0).apply(scope, features);
      for (RrdbBlock block : blocks.subList(1, blocks.size())) {
        try (NDArray previous = hidden) {
          hidden = block.apply(scope, previous);
        }
      }
      return parent.adopt(bodyEnd.apply(scope, hidden));
    }
  }

  private static NDArray doubled(Scope scope, NDArray x, Conv up) {
    long[] shape = x.getShape().getShape();
    try (x;
        NDArray large = scope.upsample(x, 2 * shape[2], 2 * shape[3])) {
      return UpscalerKernels.leakyConv(scope, large, up.weight(), up.bias());
    }
  }

  /** Turns squares into channels; sides that are no multiple of them are mirrored to one. */
  private NDArray unshuffled(Scope scope, NDArray pixels) {
    int side = config.unshuffle();
    if (side == 1) {
      return pixels;
    }
    NDArray wide = longEnough(scope, longEnough(scope, pixels, 2), 3);
    long[] shape = wide.getShape().getShape();
    long bottom = missing(shape[2]);
    long right = missing(shape[3]);
    NDArray whole =
        bottom + right == 0 ? wide : UpscalerKernels.mirrorRightBottom(scope, wide, right, bottom);
    return UpscalerKernels.unshuffle(scope, whole, side);
  }

  /**
   * Repeats a picture of one or two pixels until there is enough to mirror, which is what mirroring
   * such a picture again and again gives.
   */
  private NDArray longEnough(Scope scope, NDArray x, int dimension) {
    NDArray longer = x;
    while (missing(longer.getShape().get(dimension)) >= longer.getShape().get(dimension)) {
      longer = scope.concat(longer, longer, dimension);
    }
    return longer;
  }

  private long missing(long length) {
    return Math.floorMod(-length, (long) config.unshuffle());
  }

  private NDArray cropped(Scope scope, NDArray x, long[] source) {
    long height = source[2] * config.scale();
    long width = source[3] * config.scale();
    long[] shape = x.getShape().getShape();
    NDArray rows = shape[2] == height ? x : scope.slice(x, 0, height, 2);
    return scope.plain(shape[3] == width ? rows : scope.slice(rows, 0, width, 3));
  }
}
