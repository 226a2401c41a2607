package io.pentimento.examples;

import java.io.PrintWriter;
import java.util.Locale;

/** A line on a terminal that tells how far the work is. On anything but a terminal it says nothing. */
final class ProgressLine {
  private static final int CELLS = 28;

  /** A longer line would wrap in the narrowest of usual terminals, and could not be drawn over. */
  private static final int WIDTH = 79;

  private final PrintWriter out;
  private final boolean terminal;
  private int shown;

  /**
   * Creates an empty line.
   *
   * @param out where it is drawn
   * @param terminal whether that is a terminal, which can draw a line anew
   */
  ProgressLine(PrintWriter out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /**
   * Creates the line of this program. Java cannot tell whether standard error is a terminal; the script that starts it
   * can, and says so in a system property.
   */
  static ProgressLine of(PrintWriter err) {
    return new ProgressLine(err, Boolean.getBoolean("pentimento.terminal"));
  }

  /**
   * Draws the line anew.
   *
   * @param what what is going on
   * @param fraction how much of it is done, in [0, 1]
   * @param note what else there is to say
   */
  void show(String what, double fraction, String note) {
    if (!terminal) {
      return;
    }
    int full = (int) Math.round(CELLS * Math.max(0, Math.min(1, fraction)));
    String line =
        String.format(
            Locale.ROOT, "%-12s [%s%s] %3.0f%% %s", what, "#".repeat(full), "-".repeat(CELLS - full), 100 * fraction, note);
    draw(line.substring(0, Math.min(WIDTH, line.length())));
  }

  /** Wipes the line, so that something else can be printed in its place. */
  void clear() {
    if (terminal && shown > 0) {
      draw("");
      out.print('\r');
      out.flush();
    }
  }

  private void draw(String line) {
    out.print('\r' + line + " ".repeat(Math.max(0, shown - line.length())));
    out.flush();
    shown = line.length();
  }
}
