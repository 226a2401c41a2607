package io.pentimento.vision;

import io.pentimento.checkpoint.ModelFormatException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * The tags of a WD tagger in the order of its outputs: {@code selected_tags.csv}, in RFC 4180's
 * format.
 *
 * @param entries the tags
 */
record TagTable(List<Entry> entries) {
  static final int GENERAL = 0;
  static final int CHARACTER = 4;
  static final int RATING = 9;

  /** No table of tags is near this large. */
  private static final long LONGEST = 64L << 20;

  /**
   * One tag.
   *
   * @param name with underscores
   * @param category 9 for ratings, 4 for characters, 0 for all that is general
   */
  record Entry(String name, int category) {}

  TagTable {
    entries = List.copyOf(entries);
  }

  /**
   * Reads a table.
   *
   * @throws ModelFormatException if it lacks a column, or a category is no number
   * @throws IOException if reading fails
   */
  static TagTable read(Path file) throws IOException {
    if (Files.size(file) > LONGEST) {
      throw new ModelFormatException(
          file, "a table of tags has at most %d bytes.".formatted(LONGEST));
    }
    List<List<String>> rows;
    try {
      rows = rows(Files.readString(file));
    } catch (CharacterCodingException e) {
      throw new ModelFormatException(file, null, "the table of tags is not UTF-8.", e);
    }
    List<String> titles = rows.isEmpty() ? List.of() : rows.get(0);
    int name = column(file, titles, "name");
    int category = column(file, titles, "category");
    List<Entry> entries = new ArrayList<>();
    for (List<String> row : rows.subList(1, rows.size())) {
      entries.add(entry(file, row, name, category, entries.size() + 2));
    }
    return new TagTable(entries);
  }

  private static int column(Path file, List<String> titles, String title)
      throws ModelFormatException {
    int column = titles.indexOf(title);
    if (column < 0) {
      throw new ModelFormatException(
          file,
          "must have a column %s in its first line, but has: %s."
              .formatted(title, ModelFormatException.printable(String.join(",", titles))));
    }
    return column;
  }

  private static Entry entry(Path file, List<String> row, int name, int category, int line)
      throws ModelFormatException {
    try {
      return new Entry(row.get(name), Integer.parseInt(row.get(category).strip()));
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      throw new ModelFormatException(
          file,
          "row " + line,
          "must have a name and the number of a category, but is: "
              + ModelFormatException.printable(String.join(",", row)),
          e);
    }
  }

  /** Cuts a text into rows of cells; a row without anything is none. */
  static List<List<String>> rows(String text) {
    Cells cells = new Cells();
    text.chars().forEach(cells);
    return cells.end();
  }

  /** Takes the characters of a table one by one. */
  private static final class Cells implements IntConsumer {
    private final List<List<String>> rows = new ArrayList<>();
    private List<String> row = new ArrayList<>();
    private final StringBuilder cell = new StringBuilder();
    private boolean quoted;

    /** Whether the last character was a quotation mark that may have ended the quotes. */
    private boolean maybeEnd;

    @Override
    public void accept(int character) {
      char c = (char) character;
      if (quoted && c != '"') {
        cell.append(c);
      } else if (quoted) {
        quoted = false;
        maybeEnd = true;
        return;
      } else if (c == '"') {
        quoted = true;
        if (maybeEnd) {
          cell.append(c);
        }
      } else if (c == ',') {
        endCell();
      } else if (c == '\n') {
        endRow();
      } else if (c != '\r') {
        cell.append(c);
      }
      maybeEnd = false;
    }

    private void endCell() {
      row.add(cell.toString());
      cell.setLength(0);
    }

    private void endRow() {
      endCell();
      if (row.size() > 1 || !row.get(0).isEmpty()) {
        rows.add(row);
      }
      row = new ArrayList<>();
    }

    List<List<String>> end() {
      endRow();
      return rows;
    }
  }
}
