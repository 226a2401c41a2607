package io.pentimento.checkpoint;

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

  /** Dictionaries of attributes: one, or two for classes with slots. */
  private List<Object> states = List.of();

  /**
   * Starts an object without attributes.
   *
   * @param type the module and the name of its class
   * @param arguments what the class is called with
   */
  PickledObject(String type, List<Object> arguments) {
    this.type = type;
    this.arguments = arguments;
  }

  /** Sets attributes: a dictionary of them, or a pair of dictionaries for classes with slots. */
  void state(Object state) {
    boolean slots = state instanceof List<?> pair && pair.size() == 2;
    states = slots ? List.copyOf((List<?>) state) : List.of(state);
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

  /** Returns an attribute, as in {@link TorchFile#content}, if the object has it. */
  public Optional<Object> attribute(String name) {
    for (Object state : states) {
      if (state instanceof Map<?, ?> map && map.containsKey(name)) {
        return Optional.ofNullable(map.get(name));
      }
    }
    return Optional.empty();
  }

  /** Returns the values that must not be nested too deeply. */
  List<Object> values() {
    return List.of(states, arguments);
  }

  @Override
  public String toString() {
    return Printable.of(type);
  }
}
