package io.pentimento.sampling;

/**
 * Evenly spaced numbers, rounded as {@code torch.linspace} rounds them in float32: counted from the
 * nearer end, with product and sum fused.
 */
final class EvenSpacing {
  private EvenSpacing() {}

  /** Returns {@code count} numbers from start to end, both included; of one number, the start. */
  static float[] float32(float start, float end, int count) {
    float[] values = new float[count];
    float step = count > 1 ? (end - start) / (count - 1) : 0;
    for (int i = 0; i < count; i++) {
      boolean fromStart = i < count / 2 || count == 1;
      values[i] = fromStart ? Math.fma(step, i, start) : Math.fma(-step, count - 1 - i, end);
    }
    return values;
  }
}
