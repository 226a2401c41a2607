package io.pentimento.examples.tour;

import java.io.IOException;

/** One thing that the library does, shown on pictures made for it. */
@FunctionalInterface
public interface Lesson {
  /**
   * Makes the pictures.
   *
   * @param painter what makes them
   */
  Chapter teach(Painter painter) throws IOException;
}
