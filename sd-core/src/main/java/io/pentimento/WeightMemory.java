package io.pentimento;

/** Counts the bytes of a model's weights, and of what patches change of them. */
final class WeightMemory {
  private long bytes;
  private long peak;

  synchronized void add(long more) {
    bytes += more;
    peak = Math.max(peak, bytes);
  }

  synchronized void remove(long less) {
    bytes -= less;
  }

  /** Hears that everything is freed. */
  synchronized void clear() {
    bytes = 0;
  }

  /** Returns what there is now, and the most there was. */
  synchronized MemoryUse use() {
    return new MemoryUse(bytes, peak, ProcessMemory.peak());
  }
}
