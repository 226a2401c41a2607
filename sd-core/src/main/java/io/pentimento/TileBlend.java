package io.pentimento;

/**
 * Puts overlapping tiles together. Where they overlap they are blended with weights that rise
 * linearly from each tile's edge inwards, so no seam shows; at the picture's own border a tile
 * counts in full.
 */
final class TileBlend {
  private final int channels;
  private final int width;
  private final int height;
  private final int ramp;
  private final float[] sum;
  private final float[] weight;

  /**
   * Starts an empty picture.
   *
   * @param ramp over how many pixels a tile's weight rises
   */
  TileBlend(int channels, int width, int height, int ramp) {
    this.channels = channels;
    this.width = width;
    this.height = height;
    this.ramp = ramp;
    this.weight = new float[Math.multiplyExact(width, height)];
    this.sum = new float[Math.multiplyExact(channels, weight.length)];
  }

  /** Adds a tile, {@code [channels, h, w]} row-major, whose left upper corner is at (left, top). */
  void add(float[] tile, int left, int top, int w, int h) {
    for (int y = 0; y < h; y++) {
      float vertical = rise(y, h, top, height);
      for (int x = 0; x < w; x++) {
        float share = vertical * rise(x, w, left, width);
        int at = (top + y) * width + left + x;
        weight[at] += share;
        for (int channel = 0; channel < channels; channel++) {
          sum[channel * weight.length + at] += share * tile[(channel * h + y) * w + x];
        }
      }
    }
  }

  private float rise(int at, int side, int origin, int whole) {
    float fromStart = origin == 0 ? 1 : Math.min(1, (at + 1f) / ramp);
    float fromEnd = origin + side == whole ? 1 : Math.min(1, (side - at) / (float) ramp);
    return Math.min(fromStart, fromEnd);
  }

  /**
   * Returns the whole, {@code [channels, height, width]} row-major, weights normalised to sum to
   * one.
   */
  float[] blended() {
    for (int channel = 0; channel < channels; channel++) {
      for (int i = 0; i < weight.length; i++) {
        sum[channel * weight.length + i] /= weight[i];
      }
    }
    return sum;
  }
}
