package io.pentimento.grid;

import io.pentimento.TextToImage;
import java.util.Objects;
import java.util.function.Function;

/**
 * A setting that can be an axis by name.
 *
 * @param name a word for it, such as {@code cfg}
 * @param title the axis's name, which is the WebUI's where it has the axis, such as {@code CFG
 *     Scale}
 * @param example values, as they are typed
 * @param reader makes the axis of values
 */
public record AxisKind(
    String name,
    String title,
    String example,
    Function<String, Axis<? super TextToImage.Builder>> reader) {
  /** Checks that nothing is null. */
  public AxisKind {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(example, "example");
    Objects.requireNonNull(reader, "reader");
  }

  /**
   * Makes the axis.
   *
   * @param values the values as they are typed, see {@link AxisValues}
   * @throws IllegalArgumentException if a value cannot be read; the message names the axis
   */
  public Axis<? super TextToImage.Builder> axis(String values) {
    try {
      return reader.apply(values).typed(values.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(title + ": " + e.getMessage(), e);
    }
  }
}
