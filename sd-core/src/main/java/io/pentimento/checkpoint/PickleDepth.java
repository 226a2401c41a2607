package io.pentimento.checkpoint;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Refuses values nested too deeply, or in themselves, so that readers may recurse over what is
 * left.
 */
final class PickleDepth {
  private static final int DEEPEST = 100;

  private final IdentityHashMap<Object, Integer> heights = new IdentityHashMap<>();

  private PickleDepth() {}

  /**
   * Checks a value, and those of each object, of which the value tells no more than that they are
   * there.
   */
  static void check(Object value, List<PickledObject> objects) throws PickleException {
    PickleDepth depth = new PickleDepth();
    depth.height(value, 0);
    for (PickledObject object : objects) {
      for (Object part : object.values()) {
        depth.height(part, 1);
      }
    }
  }

  /**
   * Each container is walked once, however often it occurs; one that contains itself never ends its
   * walk.
   */
  private int height(Object value, int depth) throws PickleException {
    Collection<?> children = children(value);
    if (children.isEmpty()) {
      return 0;
    }
    Integer known = heights.get(value);
    if (depth + (known == null ? 0 : known) > DEEPEST) {
      throw new PickleException("values are nested more than " + DEEPEST + " deep");
    }
    if (known != null) {
      return known;
    }
    int height = 0;
    for (Object child : children) {
      height = Math.max(height, 1 + height(child, depth + 1));
    }
    heights.put(value, height);
    return height;
  }

  /** Returns what a value is made of; nothing for those that are no list or dictionary. */
  static Collection<?> children(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.values();
    }
    return value instanceof List<?> list ? list : List.of();
  }
}
