package io.pentimento.grid;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.font.LineMetrics;
import java.util.ArrayList;
import java.util.List;

/**
 * A text in lines of a width. Lines break between words. Where a word is wider than the lines, the
 * letters become smaller; where the smallest are still too wide, the word is broken. So nothing is
 * ever cut off.
 */
final class Label {
  /** The smallest letters, in pixels. */
  static final int SMALLEST = 10;

  private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);

  private final List<String> lines;
  private final Font font;

  private Label(List<String> lines, Font font) {
    this.lines = List.copyOf(lines);
    this.font = font;
  }

  /**
   * Fits a text.
   *
   * @param width how wide lines may be, in pixels
   * @param height how high all lines should be at most; more are taken where the smallest letters
   *     need more
   * @param size how large letters are where all fits, in pixels
   */
  static Label fit(String text, int width, int height, int size) {
    for (int smaller = size; smaller > SMALLEST; smaller--) {
      Font font = font(smaller);
      List<String> lines = wrapped(text, width, font);
      Label label = new Label(lines, font);
      if (label.width() <= width && label.height() <= height) {
        return label;
      }
    }
    Font font = font(SMALLEST);
    List<String> lines = new ArrayList<>();
    for (String line : wrapped(text, width, font)) {
      lines.addAll(broken(line, width, font));
    }
    return new Label(lines, font);
  }

  private static Font font(int size) {
    return new Font(Font.SANS_SERIF, Font.PLAIN, size);
  }

  private static List<String> wrapped(String text, int width, Font font) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split("\\s+", -1)) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (!line.isEmpty() && width(longer, font) > width) {
        lines.add(line.toString());
        longer = word;
      }
      line.setLength(0);
      line.append(longer);
    }
    lines.add(line.toString());
    return lines;
  }

  /** Breaks a line that is too wide anywhere; each part has at least one letter. */
  private static List<String> broken(String line, int width, Font font) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    int at = 0;
    while (at < line.length()) {
      int next = line.offsetByCodePoints(at, 1);
      if (at > start && width(line.substring(start, next), font) > width) {
        parts.add(line.substring(start, at));
        start = at;
      }
      at = next;
    }
    parts.add(line.substring(start));
    return parts;
  }

  private static int width(String line, Font font) {
    return (int) Math.ceil(font.getStringBounds(line, CONTEXT).getWidth());
  }

  private LineMetrics metrics() {
    return font.getLineMetrics("x", CONTEXT);
  }

  private int lineHeight() {
    return (int) Math.ceil(metrics().getAscent() + metrics().getDescent());
  }

  List<String> lines() {
    return lines;
  }

  int fontSize() {
    return font.getSize();
  }

  /** Returns the width of the widest line, in pixels. */
  int width() {
    return lines.stream().mapToInt(line -> width(line, font)).max().orElse(0);
  }

  /** Returns the height of all lines, in pixels. */
  int height() {
    return lines.size() * lineHeight();
  }

  /** Draws the lines in the middle of a rectangle. */
  void draw(Graphics2D graphics, int left, int top, int width, int height) {
    graphics.setFont(font);
    float baseline = top + (height - height()) / 2f + metrics().getAscent();
    for (String line : lines) {
      graphics.drawString(line, left + (width - width(line, font)) / 2f, baseline);
      baseline += lineHeight();
    }
  }
}
