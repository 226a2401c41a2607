package io.pentimento.internal;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Arrays;

/**
 * The operations of {@code kernels.ts.txt}, and how they run fastest on a device. What is chosen
 * here depends on the kind of machine and the thread count, never on a measurement, so that the
 * same request gives the same picture in every run. The figures are in {@code
 * benchmarks/README.md}.
 *
 * @param script the loaded operations
 * @param linearByConvolution whether float32 token rows pass linear layers, and large attention, as
 *     1×1 convolutions: on x86-64 the engine's convolutions come from oneDNN (with one thread they
 *     do not), which is about twice as fast there as its matrix products
 * @param scoresAtOnce how many attention scores are computed at once where attention is spelled out
 *     in products: in bfloat16, since the engine's own attention does not use the CPU's bfloat16
 *     instructions, and for many float32 tokens by convolution; 0 for the engine's own everywhere
 * @param gegluRows how many token rows a gated feed-forward takes at once
 */
record Kernels(
    PtSymbolBlock script, boolean linearByConvolution, long scoresAtOnce, long gegluRows) {
  /** A tile of 4 MB in bfloat16 or 8 MB in float32 stays in the cache. */
  private static final long SCORES_IN_CACHE = 1 << 21;

  /** So many rows that what lies between the two layers of a feed-forward stays in the cache. */
  private static final long ROWS_IN_CACHE = 1024;

  static Kernels on(Device device, PtSymbolBlock script) {
    boolean cpu = !device.isGpu();
    boolean threads = JniUtils.getNumThreads() > 1;
    return new Kernels(
        script,
        cpu && hasOneDnn() && threads,
        cpu ? SCORES_IN_CACHE : 0,
        cpu ? ROWS_IN_CACHE : Integer.MAX_VALUE);
  }

  /**
   * Tells whether the engine is built with oneDNN for this kind of processor, so that the script
   * may name its operations. On others they do not exist, or were never tried.
   */
  static boolean hasOneDnn() {
    return System.getProperty("os.arch", "").equals("amd64");
  }

  /**
   * Runs an operation.
   *
   * @param manager owns the result
   * @param arguments arrays, longs, doubles and booleans
   */
  NDArray call(PtNDManager manager, String kernel, Object... arguments) {
    IValue[] values = new IValue[arguments.length];
    try {
      for (int i = 0; i < arguments.length; i++) {
        values[i] = value(arguments[i]);
      }
      try (IValue result = IValueUtils.runMethod(script, kernel, values)) {
        return result.toTensor(manager);
      }
    } finally {
      Arrays.stream(values).filter(value -> value != null).forEach(IValue::close);
    }
  }

  /** Tells whether no element is NaN or infinite. */
  boolean isFinite(NDArray x) {
    try (IValue argument = IValue.from((PtNDArray) x);
        IValue result = IValueUtils.runMethod(script, "finite", argument)) {
      return result.toBoolean();
    }
  }

  private static IValue value(Object argument) {
    if (argument instanceof PtNDArray array) {
      return IValue.from(array);
    }
    if (argument instanceof Long number) {
      return IValue.from(number);
    }
    if (argument instanceof Double number) {
      return IValue.from(number);
    }
    if (argument instanceof Boolean flag) {
      return IValue.from(flag);
    }
    throw new IllegalArgumentException("no TorchScript type for " + argument.getClass());
  }
}
