package io.pentimento.examples.tour;

import java.util.List;

/**
 * What a lesson puts on the page.
 *
 * @param name a short name, which links and the program's report use
 * @param title the heading
 * @param text what is to be seen, in a paragraph
 * @param figures the pictures, in order
 * @param java the Java that makes them, given a {@code pipeline}
 * @param command the command line that makes one of them
 * @param finding what was measured on the pictures; empty for nothing
 */
public record Chapter(
    String name, String title, String text, List<Figure> figures, String java, String command, String finding) {
  /** Copies the figures. */
  public Chapter {
    figures = List.copyOf(figures);
  }
}
