package io.pentimento.checkpoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An object of a class that a pickle names and that nothing here knows, in the content of {@link
 * TorchFile#openObjects}: the name, and what the pickle hands to it. It does nothing, and no code
 * of its class is looked for. Objects may refer to one another in a circle.
 */
public final class PickledObject {
  private final String type;
  private final List<Object> arguments;
  private final Map<String, Object> attributes = new LinkedHashMap<>(4);

  /**
   * Starts an object without attributes.
   *
   * @param type the module and the name of its class
   * @param arguments what the class is called with
   */
  PickledObject(String type, List<Object> arguments) {
    this.type = type;
    this.arguments = List.copyOf(arguments);
  }

  /** Sets attributes: a dictionary of them, or a pair of dictionaries for classes with slots. */
  void state(Object state) {
    if (state instanceof PickledMap map) {
      map.forEach(
          (key, value) -> {
            if (key instanceof String name) {
              attributes.put(name, value);
            }
          });
    } else if (state instanceof List<?> pair && pair.size() == 2) {
      pair.stream().filter(PickledMap.class::isInstance).forEach(this::state);
    }
  }

  /**
   * Returns the module and the name of the class, such as {@code ultralytics.nn.modules.conv.Conv}.
   */
  public String type() {
    return type;
  }

  /** Returns the name of the class without its module. */
  public String simpleType() {
    return type.substring(type.lastIndexOf('.') + 1);
  }

  /** Returns what the class is called with; values as in {@link TorchFile#content}. */
  public List<Object> arguments() {
    return arguments;
  }

  /** Returns the attributes, by name; values as in {@link TorchFile#content}. */
  public Map<String, Object> attributes() {
    return Collections.unmodifiableMap(attributes);
  }

  /** Returns an attribute, if the object has it. */
  public Optional<Object> attribute(String name) {
    return Optional.ofNullable(attributes.get(name));
  }

  /** Returns the values that must not be nested too deeply. */
  List<Object> values() {
    List<Object> values = new ArrayList<>(attributes.values());
    values.addAll(arguments);
    return values;
  }

  @Override
  public String toString() {
    return Printable.of(type);
  }
}
