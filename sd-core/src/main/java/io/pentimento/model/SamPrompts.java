package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.Scope;
import java.util.List;
import java.util.Optional;

/**
 * The prompt encoder of Segment Anything: points and boxes become tokens by random Fourier features
 * (Tancik et al. 2020), and an earlier mask is added to the picture.
 */
final class SamPrompts {
  private static final double EPS = 1e-6;
  private static final int KINDS = 4;
  private static final int BOX_START = 2;

  private final SamConfig config;
  private final float[] gaussian;
  private final float[][] kinds = new float[KINDS][];
  private final float[] noPoint;
  private final NDArray noMask;
  private final NDArray places;
  private final MaskConv first;
  private final Norm firstNorm;
  private final MaskConv second;
  private final Norm secondNorm;
  private final MaskConv last;

  /** A convolution of a mask. */
  private record MaskConv(NDArray weight, NDArray bias, int stride) {
    static MaskConv read(Weights weights, String name, int in, int out, int kernel) {
      return new MaskConv(
          weights.tensor(name + ".weight", out, in, kernel, kernel),
          weights.tensor(name + ".bias", out),
          kernel);
    }

    NDArray apply(Scope scope, NDArray x) {
      return scope.conv(x, weight, bias, stride, 0);
    }
  }

  /**
   * Reads the network; what is computed from its tensors lives in the scope, too.
   *
   * @param weights those of the whole model
   */
  SamPrompts(SamConfig config, Weights weights, Scope scope) {
    this.config = config;
    int channels = config.channels();
    int features = channels / 2;
    this.gaussian =
        floats(weights.tensor("shared_image_embedding.positional_embedding", 2, features), scope);
    Weights own = weights.at("prompt_encoder");
    for (int i = 0; i < KINDS; i++) {
      kinds[i] = floats(own.tensor("point_embed." + i + ".weight", 1, channels), scope);
    }
    this.noPoint = floats(own.tensor("not_a_point_embed.weight", 1, channels), scope);
    this.noMask = own.tensor("no_mask_embed.weight", 1, channels);
    Weights mask = own.at("mask_embed");
    int wide = config.maskChannels();
    this.first = MaskConv.read(mask, "conv1", 1, wide / 4, 2);
    this.firstNorm = mask.norm("layer_norm1", wide / 4, EPS);
    this.second = MaskConv.read(mask, "conv2", wide / 4, wide, 2);
    this.secondNorm = mask.norm("layer_norm2", wide, EPS);
    this.last = MaskConv.read(mask, "conv3", wide, channels, 1);
    this.places = gaussian.length == channels ? placesOfCells(scope) : noMask;
  }

  private static float[] floats(NDArray tensor, Scope scope) {
    return Scope.floats(tensor, scope);
  }

  private NDArray placesOfCells(Scope scope) {
    int grid = config.grid();
    int channels = config.channels();
    float[] values = new float[Math.multiplyExact(grid * grid, channels)];
    for (int y = 0; y < grid; y++) {
      for (int x = 0; x < grid; x++) {
        writeCode(values, (y * grid + x) * channels, (x + 0.5) / grid, (y + 0.5) / grid);
      }
    }
    return scope.array(values, 1, (long) grid * grid, channels);
  }

  /** Writes the code of a place, each of whose coordinates is from 0 to 1. */
  private void writeCode(float[] values, int at, double x, double y) {
    int features = config.channels() / 2;
    for (int i = 0; i < features; i++) {
      double wave =
          2 * Math.PI * ((2 * x - 1) * gaussian[i] + (2 * y - 1) * gaussian[features + i]);
      values[at + i] = (float) Math.sin(wave);
      values[at + features + i] = (float) Math.cos(wave);
    }
  }

  /** Returns the codes of the grid's cells, {@code [1, grid × grid, channels]}. */
  NDArray places() {
    return places;
  }

  /**
   * Returns the tokens of points and a box, {@code [1, tokens, channels]}.
   *
   * @param points in pixels of the padded picture; empty only if there is a box
   * @param box left, top, right and bottom in the same pixels
   */
  NDArray tokens(Scope scope, List<SamNetwork.Point> points, Optional<double[]> box) {
    int channels = config.channels();
    int count = points.size() + (box.isPresent() ? 2 : 1);
    float[] values = new float[count * channels];
    int at = 0;
    for (SamNetwork.Point point : points) {
      writeToken(values, at, point.x(), point.y(), point.include() ? 1 : 0);
      at += channels;
    }
    if (box.isPresent()) {
      double[] corners = box.get();
      writeToken(values, at, corners[0], corners[1], BOX_START);
      writeToken(values, at + channels, corners[2], corners[3], BOX_START + 1);
    } else {
      System.arraycopy(noPoint, 0, values, at, channels);
    }
    return scope.array(values, 1, count, channels);
  }

  private void writeToken(float[] values, int at, double x, double y, int kind) {
    double size = config.imageSize();
    writeCode(values, at, (x + 0.5) / size, (y + 0.5) / size);
    for (int i = 0; i < kinds[kind].length; i++) {
      values[at + i] += kinds[kind][i];
    }
  }

  /** Returns what is added to a picture without an earlier mask, {@code [1, channels]}. */
  NDArray noMask() {
    return noMask;
  }

  /**
   * Returns what is added to the picture's cells for an earlier mask, {@code [1, grid × grid,
   * channels]}.
   *
   * @param logits {@code [1, 1, side, side]}
   */
  NDArray mask(Scope scope, NDArray logits) {
    NDArray small = SamEncoder.normed(scope, first.apply(scope, logits), firstNorm);
    NDArray smaller = second.apply(scope, scope.gelu(small));
    NDArray normed = SamEncoder.normed(scope, smaller, secondNorm);
    return scope.tokens(last.apply(scope, scope.gelu(normed)));
  }
}
