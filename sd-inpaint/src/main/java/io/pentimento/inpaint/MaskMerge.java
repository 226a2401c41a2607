package io.pentimento.inpaint;

import java.util.List;

/** What becomes of the masks of several detections. */
public enum MaskMerge {
  /** Each stays a mask of its own. */
  NONE,
  /** They become one mask: their union. */
  MERGE,
  /** They become one mask that repaints all but them. */
  MERGE_AND_INVERT;

  /** Returns the masks after merging; of no masks, none. */
  List<Mask> apply(List<Mask> masks) {
    if (this == NONE || masks.isEmpty()) {
      return List.copyOf(masks);
    }
    Mask merged = masks.stream().reduce(Mask::union).orElseThrow();
    return List.of(this == MERGE ? merged : merged.invert());
  }
}
