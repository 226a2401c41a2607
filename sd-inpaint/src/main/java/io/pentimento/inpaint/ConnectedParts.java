package io.pentimento.inpaint;

import io.pentimento.image.ImageSize;
import java.awt.Rectangle;
import java.util.Arrays;

/**
 * Numbers the connected parts of what is above 0. A part is filled run by run of a row, with the
 * places that are still to be looked at on a stack of its own: no recursion, each pixel is looked
 * at a few times only.
 */
final class ConnectedParts {
  private final byte[] levels;
  private final ImageSize size;
  private final int width;
  private final int reach;
  private final int[] labels;
  private int[] pending = new int[64];
  private int pendingCount;
  private int count;

  ConnectedParts(ImageSize size, byte[] levels, Neighbours neighbours) {
    this.size = size;
    this.levels = levels;
    this.width = size.width();
    this.reach = neighbours == Neighbours.EIGHT ? 1 : 0;
    this.labels = new int[levels.length];
  }

  /** Tells whether a pixel is marked and in no part yet. */
  boolean isFree(int at) {
    return levels[at] != 0 && labels[at] == 0;
  }

  /** Makes a part of what hangs together with a free pixel. */
  MaskComponent fill(int start) {
    int label = ++count;
    int area = 0;
    int left = width;
    int right = 0;
    int top = size.height();
    int bottom = 0;
    push(start);
    while (pendingCount > 0) {
      int at = pending[--pendingCount];
      if (isFree(at)) {
        int row = at / width * width;
        int from = firstFree(at, row);
        int to = lastFree(at, row + width - 1);
        Arrays.fill(labels, from, to + 1, label);
        area += to - from + 1;
        left = Math.min(left, from - row);
        right = Math.max(right, to - row);
        top = Math.min(top, row / width);
        bottom = Math.max(bottom, row / width);
        pushRuns(row - width, from - row, to - row);
        pushRuns(row + width, from - row, to - row);
      }
    }
    Rectangle box = new Rectangle(left, top, right - left + 1, bottom - top + 1);
    return new MaskComponent(this, label, box, area);
  }

  private int firstFree(int at, int rowStart) {
    int from = at;
    while (from > rowStart && isFree(from - 1)) {
      from--;
    }
    return from;
  }

  private int lastFree(int at, int rowEnd) {
    int to = at;
    while (to < rowEnd && isFree(to + 1)) {
      to++;
    }
    return to;
  }

  /** Remembers one pixel of each free run of a row that touches the columns from..to. */
  private void pushRuns(int row, int from, int to) {
    if (row < 0 || row >= levels.length) {
      return;
    }
    boolean inRun = false;
    int end = Math.min(width - 1, to + reach);
    for (int x = Math.max(0, from - reach); x <= end; x++) {
      boolean free = isFree(row + x);
      if (free && !inRun) {
        push(row + x);
      }
      inRun = free;
    }
  }

  private void push(int at) {
    if (pendingCount == pending.length) {
      pending = Arrays.copyOf(pending, 2 * pending.length);
    }
    pending[pendingCount++] = at;
  }

  /** Returns the levels of one part, and 0 elsewhere. */
  Mask mask(int label, Rectangle box) {
    byte[] part = new byte[levels.length];
    for (int y = box.y; y < box.y + box.height; y++) {
      for (int at = y * width + box.x; at < y * width + box.x + box.width; at++) {
        if (labels[at] == label) {
          part[at] = levels[at];
        }
      }
    }
    return Mask.of(size, part);
  }

  /** Returns the levels of those parts that are chosen by their label, and 0 elsewhere. */
  byte[] levelsOf(boolean[] chosen) {
    byte[] result = new byte[levels.length];
    for (int i = 0; i < result.length; i++) {
      if (chosen[labels[i]]) {
        result[i] = levels[i];
      }
    }
    return result;
  }
}
