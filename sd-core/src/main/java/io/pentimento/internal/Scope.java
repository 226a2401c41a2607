package io.pentimento.internal;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * A stretch of native memory, and the operations whose results live in it. Closing the scope frees
 * everything in it that was not moved out. Scopes nest: model, request, step, block.
 *
 * <p>Pictures are {@code [batch, channels, height, width]} in channels-last memory order, which
 * convolutions run fastest in and which makes the turn to token rows {@code [batch, height × width,
 * channels]} and back free of copies.
 */
public final class Scope implements AutoCloseable {
  private final PtNDManager manager;
  private final Kernels kernels;
  private final Edges edges;

  Scope(PtNDManager manager, Kernels kernels) {
    this(manager, kernels, Edges.ZEROS);
  }

  private Scope(PtNDManager manager, Kernels kernels, Edges edges) {
    this.manager = manager;
    this.kernels = kernels;
    this.edges = edges;
  }

  /**
   * Returns this scope, with convolutions that see other things beyond a picture's edges, here and
   * in the scopes that are opened from what is returned.
   */
  public Scope withEdges(Edges edges) {
    return new Scope(manager, kernels, edges);
  }

  /** Returns what convolutions see beyond a picture's edges. */
  public Edges edges() {
    return edges;
  }

  /** Returns the operations. */
  Kernels kernels() {
    return kernels;
  }

  /** Opens a scope inside this one. */
  public Scope open(String name) {
    PtNDManager child = (PtNDManager) manager.newSubManager();
    child.setName(name);
    return new Scope(child, kernels, edges);
  }

  /** Returns the manager that owns what this scope holds. */
  public PtNDManager manager() {
    return manager;
  }

  /** Returns the device on which this scope's arrays live. */
  public Device device() {
    return manager.getDevice();
  }

  /** Makes any further array directly in this scope an error; scopes inside it stay allowed. */
  public void cap() {
    manager.cap();
  }

  /** Moves an array into this scope. */
  public NDArray adopt(NDArray array) {
    array.attach(manager);
    return array;
  }

  /** Tells whether an array lives directly in this scope. */
  public boolean holds(NDArray array) {
    return array.getManager() == manager;
  }

  /** Returns how many bytes of arrays live in this scope and the scopes inside it. */
  public long bytes() {
    return manager.getManagedArrays().stream()
        .mapToLong(array -> array.size() * NumberType.bytes(array.getDataType()))
        .sum();
  }

  @Override
  public void close() {
    manager.close();
  }

  // Creation and conversion

  /** Creates a float32 array from values, row-major. */
  public NDArray array(float[] values, long... shape) {
    Fill.check(values.length, shape);
    ByteBuffer buffer =
        ByteBuffer.allocateDirect(Math.multiplyExact(values.length, Float.BYTES))
            .order(ByteOrder.nativeOrder());
    buffer.asFloatBuffer().put(values);
    return manager.create(buffer, new Shape(shape), DataType.FLOAT32);
  }

  /** Creates an int64 array from values, row-major. */
  public NDArray array(long[] values, long... shape) {
    Fill.check(values.length, shape);
    return manager.create(values, new Shape(shape));
  }

  /**
   * Copies stored float32 or float16 elements in the given type; a convolution's weight becomes
   * channels-last.
   *
   * @param elements a direct buffer in native order
   */
  public NDArray store(ByteBuffer elements, DataType stored, NumberType type, long... shape) {
    if (elements.remaining() % stored.getNumOfBytes() != 0) {
      throw new IllegalArgumentException(
          "elements must be whole, of %d bytes each, but are %d bytes."
              .formatted(stored.getNumOfBytes(), elements.remaining()));
    }
    Fill.check(elements.remaining() / stored.getNumOfBytes(), shape);
    // The native side takes a buffer from its start, wherever its position is.
    try (PtNDArray view = manager.create(elements.slice(), new Shape(shape), stored)) {
      return call(shape.length == 4 ? "store_conv" : "store", view, type.code());
    }
  }

  /** Copies in the given type; a convolution's weight becomes channels-last. */
  public NDArray store(NDArray x, NumberType type) {
    return call(x.getShape().dimension() == 4 ? "store_conv" : "store", x, type.code());
  }

  /** Copies as float32, in plain row-major memory order. */
  public NDArray wideCopy(NDArray x) {
    return call("wide_copy", x);
  }

  /** Converts to a number type; in that type already, it is {@code x}'s own memory. */
  public NDArray cast(NDArray x, NumberType type) {
    return call("cast", x, type.code());
  }

  /**
   * Converts a picture to a number type and to channels-last memory order; if it is so already, it
   * is {@code x}'s own memory.
   */
  public NDArray pixels(NDArray x, NumberType type) {
    return call("pixels", x, type.code());
  }

  /**
   * Converts to float32 in plain row-major memory order, for reading in Java; if it is so already,
   * it is {@code x}'s own memory.
   */
  public NDArray plain(NDArray x) {
    return call("plain", x);
  }

  /** Reads an array of any type as floats, row-major. */
  public static float[] floats(NDArray x, Scope scope) {
    try (NDArray plain = scope.plain(x)) {
      return plain.toFloatArray();
    }
  }

  /** Tells whether no element is NaN or infinite. */
  public boolean isFinite(NDArray x) {
    return kernels.isFinite(x);
  }

  // Arithmetic

  /** Adds two arrays. */
  public NDArray add(NDArray x, NDArray y) {
    return call("add", x, y);
  }

  /** Adds two arrays, in the type of a third or a more exact one. */
  public NDArray addAs(NDArray like, NDArray x, NDArray y) {
    return call("add_to", x, y, like);
  }

  /** Multiplies two arrays, element by element; sizes of 1 are stretched. */
  public NDArray multiply(NDArray x, NDArray y) {
    return call("mul", x, y);
  }

  /** Adds batch rows of zeros to a picture. */
  public NDArray padRows(NDArray x, long rows) {
    return call("pad_below", x, rows);
  }

  /** Adds one number per batch row and channel, {@code [batch, channels]}, to a picture. */
  public NDArray addPerChannel(NDArray x, NDArray bias) {
    return call("add_per_channel", x, bias);
  }

  /** Joins two arrays along a dimension. */
  public NDArray concat(NDArray x, NDArray y, int dimension) {
    return call("concat", x, y, (long) dimension);
  }

  /** Copies a range along a dimension. */
  public NDArray slice(NDArray x, long start, long end, int dimension) {
    return call("rows", x, start, end, (long) dimension);
  }

  /** Repeats each batch row. */
  public NDArray repeatRows(NDArray x, long times) {
    return call("repeat", x, times);
  }

  /** {@code x · sigmoid(x)}. */
  public NDArray silu(NDArray x) {
    return call("silu", x);
  }

  /** Gaussian error linear unit, exact. */
  public NDArray gelu(NDArray x) {
    return call("gelu", x);
  }

  /** {@code x · sigmoid(1.702 x)}, the activation of CLIP ViT-L. */
  public NDArray quickGelu(NDArray x) {
    return call("quick_gelu", x);
  }

  /**
   * Applies an activation.
   *
   * @param name torch's name of its class in lower case, as the kernels know it
   */
  public NDArray activate(String name, NDArray x) {
    return call("activate_" + name, x);
  }

  // Layers

  /** {@code x · weightᵀ + bias}. */
  public NDArray linear(NDArray x, NDArray weight, Optional<NDArray> bias) {
    return bias.isPresent()
        ? call("linear_bias", x, weight, bias.get(), kernels.linearByConvolution())
        : call("linear", x, weight, kernels.linearByConvolution());
  }

  /**
   * {@code x · (weight + up · down)ᵀ + bias}, with the product never multiplied out.
   *
   * @param down {@code [rank, in]}
   * @param up {@code [out, rank]}
   */
  public NDArray linear(
      NDArray x, NDArray weight, Optional<NDArray> bias, NDArray down, NDArray up) {
    return bias.isPresent()
        ? call(
            "linear_bias_product", x, weight, bias.get(), down, up, kernels.linearByConvolution())
        : call("linear_product", x, weight, down, up, kernels.linearByConvolution());
  }

  /** Two-dimensional convolution with equal stride and padding on both axes. */
  public NDArray conv(NDArray x, NDArray weight, NDArray bias, long stride, long padding) {
    return convolved(x, padding, (y, zeros) -> call("conv", y, weight, bias, stride, zeros));
  }

  /** Two-dimensional convolution without a bias. */
  public NDArray conv(NDArray x, NDArray weight, long stride, long padding) {
    return convolved(x, padding, (y, zeros) -> call("conv_plain", y, weight, stride, zeros));
  }

  /**
   * Two-dimensional convolution whose weight has a product added that is never multiplied out.
   *
   * @param down {@code [rank, in, kernel, kernel]}
   * @param up {@code [out, rank, 1, 1]}
   */
  public NDArray conv(
      NDArray x,
      NDArray weight,
      NDArray bias,
      NDArray down,
      NDArray up,
      long stride,
      long padding) {
    return convolved(
        x, padding, (y, zeros) -> call("conv_product", y, weight, bias, down, up, stride, zeros));
  }

  /** Gives a convolution a picture with what lies beyond its edges in place of its own zeros. */
  NDArray convolved(NDArray x, long padding, BiFunction<NDArray, Long, NDArray> convolution) {
    if (!edges.wrap() || padding == 0) {
      return convolution.apply(x, padding);
    }
    try (NDArray wide = surrounded(x, padding, padding, padding, padding)) {
      return convolution.apply(wide, 0L);
    }
  }

  /** Adds columns and rows: of the other side along axes that wrap, else zeros. */
  private NDArray surrounded(NDArray x, long left, long right, long top, long bottom) {
    return call("surrounded", x, left, right, top, bottom, edges.wrapX(), edges.wrapY());
  }

  /** Adds a row at the bottom and a column at the right: zeros, where the axis does not wrap. */
  public NDArray padRightBottom(NDArray x) {
    return edges.wrap() ? surrounded(x, 0, 1, 0, 1) : call("pad_right_bottom", x);
  }

  /** {@code x + scale · y}. */
  public NDArray addScaled(NDArray x, NDArray y, double scale) {
    return call("add_scaled", x, y, scale);
  }

  /** Looks up rows of a table. */
  public NDArray embedding(NDArray table, NDArray ids) {
    return call("embedding", table, ids);
  }

  /** Normalises the last dimension. */
  public NDArray layerNorm(NDArray x, NDArray weight, NDArray bias, double eps) {
    return call("layer_norm", x, weight, bias, eps);
  }

  /** Normalises groups of channels (Wu and He 2018). */
  public NDArray groupNorm(NDArray x, long groups, NDArray weight, NDArray bias, double eps) {
    return call("group_norm", x, groups, weight, bias, eps);
  }

  /** Group norm, SiLU and a 3×3 convolution in one call, which frees what lies between at once. */
  public NDArray normSiluConv(
      NDArray x,
      long groups,
      NDArray normWeight,
      NDArray normBias,
      double eps,
      NDArray weight,
      NDArray bias) {
    if (edges.wrap()) {
      try (NDArray active = normSilu(x, groups, normWeight, normBias, eps)) {
        return conv(active, weight, bias, 1, 1);
      }
    }
    return call("norm_silu_conv", x, groups, normWeight, normBias, eps, weight, bias);
  }

  /**
   * As without them, with a product added to the convolution's weight that is never multiplied out.
   *
   * @param down {@code [rank, in, 3, 3]}
   * @param up {@code [out, rank, 1, 1]}
   */
  public NDArray normSiluConv(
      NDArray x,
      long groups,
      NDArray normWeight,
      NDArray normBias,
      double eps,
      NDArray weight,
      NDArray bias,
      NDArray down,
      NDArray up) {
    if (edges.wrap()) {
      try (NDArray active = normSilu(x, groups, normWeight, normBias, eps)) {
        return conv(active, weight, bias, down, up, 1, 1);
      }
    }
    return call(
        "norm_silu_conv_product", x, groups, normWeight, normBias, eps, weight, bias, down, up);
  }

  private NDArray normSilu(NDArray x, long groups, NDArray weight, NDArray bias, double eps) {
    try (NDArray normed = groupNorm(x, groups, weight, bias, eps)) {
      return silu(normed);
    }
  }

  /** Enlarges a picture by repeating pixels. */
  public NDArray upsample(NDArray x, long height, long width) {
    return call("upsample", x, height, width);
  }

  /** Turns a picture into token rows {@code [batch, height × width, channels]}. */
  public NDArray tokens(NDArray x) {
    return call("tokens", x);
  }

  /** Turns token rows into a picture. */
  public NDArray picture(NDArray tokens, long height, long width) {
    return call("picture", tokens, height, width);
  }

  /**
   * Scaled dot-product attention (Vaswani et al. 2017, section 3.2).
   *
   * @param q queries {@code [batch, tokens, channels]}
   * @param k keys {@code [batch, context, channels]}
   * @param v values {@code [batch, context, channels]}
   * @param heads into how many heads the channels are split
   * @param causal whether a token sees only itself and those before it
   */
  public NDArray attention(NDArray q, NDArray k, NDArray v, long heads, boolean causal) {
    return call(
        "attention", q, k, v, heads, causal, kernels.linearByConvolution(), kernels.scoresAtOnce());
  }

  /**
   * Feed-forward with a gated exact GELU (Shazeer 2020, GEGLU): the first half is the value, the
   * second the gate.
   */
  public NDArray geglu(
      NDArray x, NDArray inWeight, NDArray inBias, NDArray outWeight, NDArray outBias) {
    return call(
        "geglu",
        x,
        inWeight,
        inBias,
        outWeight,
        outBias,
        kernels.linearByConvolution(),
        kernels.gegluRows());
  }

  /**
   * As without them, with products added to both weights that are never multiplied out.
   *
   * @param inDown {@code [rank, in]}; of rank 0 for none
   * @param inUp {@code [2 × inner, rank]}
   * @param outDown {@code [rank, inner]}; of rank 0 for none
   * @param outUp {@code [out, rank]}
   */
  public NDArray geglu(
      NDArray x,
      NDArray inWeight,
      NDArray inBias,
      NDArray outWeight,
      NDArray outBias,
      NDArray inDown,
      NDArray inUp,
      NDArray outDown,
      NDArray outUp) {
    return call(
        "geglu_product",
        x,
        inWeight,
        inBias,
        outWeight,
        outBias,
        inDown,
        inUp,
        outDown,
        outUp,
        kernels.linearByConvolution(),
        kernels.gegluRows());
  }

  /** Runs an operation whose result lives in this scope. */
  NDArray call(String kernel, Object... arguments) {
    return kernels.call(manager, kernel, arguments);
  }
}
