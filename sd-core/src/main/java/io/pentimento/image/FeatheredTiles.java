package io.pentimento.image;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * Tiles as a weighted mean. The weight of a tile at a pixel is that of its column times that of its
 * row; both are made to sum to one over all columns and rows, and so do the products. The sums of
 * the rows of pixels that later tiles may still add to are held in floating point, as many as a
 * tile is high.
 *
 * @param tiles where the tiles lie
 * @param factor how many times as large they are
 */
record FeatheredTiles(PictureTiles tiles, int factor) {
  Pixels combine(PictureTiles.Source source) {
    Pixels first = source.at(0, 0);
    ImageSize whole = PictureTiles.times(tiles.picture(), factor);
    Pixels result = Pixels.blank(whole.width(), whole.height(), first.channels());
    int line = whole.width() * first.channels();
    float[] sums = new float[Math.multiplyExact(tiles.tile().height() * factor, line)];
    float[][] across = weights(tiles.columns(), tiles::left, tiles.tile().width());
    float[][] down = weights(tiles.rows(), tiles::top, tiles.tile().height());
    for (int row = 0; row < tiles.rows(); row++) {
      for (int column = 0; column < tiles.columns(); column++) {
        Pixels tile = row == 0 && column == 0 ? first : source.at(column, row);
        PictureTiles.checkSize(tile, PictureTiles.times(tiles.tile(), factor));
        add(tile, sums, tiles.left(column) * factor * first.channels(), across[column], down[row]);
      }
      int top = tiles.top(row) * factor;
      int next = row + 1 < tiles.rows() ? tiles.top(row + 1) * factor : whole.height();
      finish(sums, result.samples(), top * line, (next - top) * line);
    }
    return result;
  }

  private static void add(Pixels tile, float[] sums, int left, float[] across, float[] down) {
    int channels = tile.channels();
    int line = sums.length / tile.height();
    int from = 0;
    for (int y = 0; y < tile.height(); y++) {
      int at = y * line + left;
      for (int x = 0; x < tile.width(); x++) {
        float weight = across[x] * down[y];
        for (int c = 0; c < channels; c++) {
          sums[at++] += weight * (tile.samples()[from++] & 0xff);
        }
      }
    }
  }

  /** Rounds the first sums, to which no tile adds any more, and moves the others to their place. */
  private static void finish(float[] sums, byte[] samples, int at, int count) {
    for (int i = 0; i < count; i++) {
      samples[at + i] = (byte) Math.max(0, Math.min(255, Math.round(sums[i])));
    }
    System.arraycopy(sums, count, sums, 0, sums.length - count);
    Arrays.fill(sums, sums.length - count, sums.length, 0);
  }

  /**
   * Returns the weights of each tile along a side, for each of its pixels.
   *
   * @param origin where each tile begins
   * @param side how long each is
   */
  private float[][] weights(int count, IntUnaryOperator origin, int side) {
    int length = side * factor;
    float[] total = new float[origin.applyAsInt(count - 1) * factor + length];
    float[][] weights = new float[count][length];
    for (int tile = 0; tile < count; tile++) {
      int start = origin.applyAsInt(tile);
      int before = tile == 0 ? 0 : origin.applyAsInt(tile - 1) + side - start;
      int behind = tile == count - 1 ? 0 : start + side - origin.applyAsInt(tile + 1);
      for (int i = 0; i < length; i++) {
        weights[tile][i] =
            risen(i + 0.5f, before * factor) * risen(length - i - 0.5f, behind * factor);
        total[start * factor + i] += weights[tile][i];
      }
    }
    for (int tile = 0; tile < count; tile++) {
      int start = origin.applyAsInt(tile) * factor;
      for (int i = 0; i < length; i++) {
        weights[tile][i] /= total[start + i];
      }
    }
    return weights;
  }

  /** Rises smoothly from 0 at an edge to 1 behind what the neighbour shows as well. */
  private static float risen(float distance, int shared) {
    if (distance >= shared) {
      return 1;
    }
    float t = distance / shared;
    return t * t * (3 - 2 * t);
  }
}
