package io.pentimento.internal;

import ai.djl.Device;
import ai.djl.pytorch.engine.PtSymbolBlock;

/**
 * The operations of {@code kernels.ts.txt}, and how they run fastest on a device. What is chosen
 * here depends on the machine's kind only, never on a measurement, so that the same request gives
 * the same picture in every run. The figures are in {@code benchmarks/README.md}.
 *
 * @param script the loaded operations
 * @param linearByConvolution whether float32 token rows pass linear layers as 1×1 convolutions: on
 *     x86-64 the engine's convolutions come from oneDNN, which is about twice as fast as its matrix
 *     products
 * @param scoresAtOnce how many scores bfloat16 attention computes at once, spelled out in matrix
 *     products, which use the CPU's bfloat16 instructions; 0 for the engine's own attention, which
 *     does not
 * @param gegluRows how many token rows a gated feed-forward takes at once
 */
record Kernels(
    PtSymbolBlock script, boolean linearByConvolution, long scoresAtOnce, long gegluRows) {
  /** 4 MB of bfloat16. */
  private static final long SCORES_IN_CACHE = 1 << 21;

  /** So many rows that what lies between the two layers of a feed-forward stays in the cache. */
  private static final long ROWS_IN_CACHE = 1024;

  static Kernels on(Device device, PtSymbolBlock script) {
    boolean cpu = !device.isGpu();
    boolean x86 = System.getProperty("os.arch", "").equals("amd64");
    return new Kernels(
        script, cpu && x86, cpu ? SCORES_IN_CACHE : 0, cpu ? ROWS_IN_CACHE : Integer.MAX_VALUE);
  }
}
