package io.pentimento.model;

import ai.djl.ndarray.NDArray;
import io.pentimento.internal.NumberType;
import io.pentimento.internal.Scope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What ControlNets add to a U-Net's call (Zhang et al. 2023, "Adding Conditional Control to
 * Text-to-Image Diffusion Models", section 3.2).
 *
 * @param down for what each block of the way down hands to the way up, {@code [batch, channels, h,
 *     w]} of that block, the first block's first
 * @param middle for the middle block's output
 */
public record ControlResiduals(List<NDArray> down, NDArray middle) {
  /** Copies the list. */
  public ControlResiduals {
    down = List.copyOf(down);
  }

  /** Returns the sum of these and others of the same shapes, and frees both. */
  public ControlResiduals plus(Scope scope, ControlResiduals other) {
    List<NDArray> sums = new ArrayList<>();
    for (int i = 0; i < down.size(); i++) {
      sums.add(sum(scope, down.get(i), other.down.get(i)));
    }
    return new ControlResiduals(sums, sum(scope, middle, other.middle));
  }

  private static NDArray sum(Scope scope, NDArray x, NDArray y) {
    try (x;
        y) {
      return scope.add(x, y);
    }
  }

  /** Returns these in another number type; the same arrays where they have it. */
  public ControlResiduals as(Scope scope, NumberType type) {
    return new ControlResiduals(
        down.stream().map(one -> scope.cast(one, type)).toList(), scope.cast(middle, type));
  }

  /** Returns these with rows of zeros below, for prompts that go without control. */
  public ControlResiduals padded(Scope scope, long rows) {
    return new ControlResiduals(
        down.stream().map(one -> scope.padRows(one, rows)).toList(), scope.padRows(middle, rows));
  }

  /** Adds to what a way down has pushed, the last on top. */
  void addTo(Scope scope, ArrayDeque<NDArray> skips) {
    if (skips.size() != down.size()) {
      throw new IllegalStateException(
          "The U-Net hands on %d blocks' outputs, but the ControlNet adds to %d."
              .formatted(skips.size(), down.size()));
    }
    ArrayDeque<NDArray> sums = new ArrayDeque<>();
    Iterator<NDArray> firstToLast = skips.descendingIterator();
    for (NDArray residual : down) {
      try (NDArray skip = firstToLast.next()) {
        sums.push(scope.add(skip, residual));
      }
    }
    skips.clear();
    skips.addAll(sums);
  }
}
