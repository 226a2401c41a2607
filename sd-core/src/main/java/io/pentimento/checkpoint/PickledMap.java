package io.pentimento.checkpoint;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A dictionary while its pickle runs; nobody but the pickle can change it. Later values of a key
 * replace earlier ones.
 */
class PickledMap extends AbstractMap<Object, Object> {
  private final LinkedHashMap<Object, Object> entries = new LinkedHashMap<>(4);

  void set(Object key, Object value) {
    entries.put(key, value);
  }

  /** Takes the attributes that a pickle sets on the object: a dictionary has none that matter. */
  void attributes(Object state) {}

  @Override
  public Set<Map.Entry<Object, Object>> entrySet() {
    return Collections.unmodifiableMap(entries).entrySet();
  }

  @Override
  public @Nullable Object get(@Nullable Object key) {
    return entries.get(key);
  }

  @Override
  public boolean containsKey(@Nullable Object key) {
    return entries.containsKey(key);
  }

  /** A module that holds named parameters and nothing else: read as the dictionary of them. */
  static final class Parameters extends PickledMap {
    @Override
    void attributes(Object state) {
      if (state instanceof PickledMap attributes
          && attributes.get("_parameters") instanceof PickledMap parameters) {
        parameters.forEach(this::set);
      }
    }
  }
}
