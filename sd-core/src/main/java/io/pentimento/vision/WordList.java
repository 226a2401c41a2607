package io.pentimento.vision;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Words of one kind, such as artists or mediums, of which a description takes the best.
 *
 * @param name of the kind
 * @param best how many are taken, at least 1
 * @param words the words, at least one
 */
public record WordList(String name, int best, List<String> words) {
  /** How many lines the WebUI reads of a file. */
  public static final int USUAL_LINES = 1500;

  private static final Pattern BEST = Pattern.compile("\\.top(\\d{1,4})\\.");

  /** Copies the words, so that the record is a value. */
  public WordList {
    if (best < 1) {
      throw new IllegalArgumentException("best must be at least 1, but got: " + best + ".");
    }
    words = List.copyOf(words);
    if (words.isEmpty()) {
      throw new IllegalArgumentException(
          "The list %s must have words, but has none.".formatted(name));
    }
  }

  /**
   * Reads a file of one word a line, as the WebUI's: of {@code flavors.top3.txt} the best three are
   * taken, of {@code mediums.txt} the best.
   *
   * @param lines how many lines are read; 0 for all
   * @throws IOException if reading fails
   */
  public static WordList read(Path file, int lines) throws IOException {
    if (lines < 0) {
      throw new IllegalArgumentException("lines must be at least 0, but got: " + lines + ".");
    }
    String fileName = String.valueOf(file.getFileName());
    Matcher asked = BEST.matcher(fileName);
    int best = asked.find() ? Integer.parseInt(asked.group(1)) : 1;
    int dot = fileName.indexOf('.');
    try (Stream<String> all = Files.lines(file, StandardCharsets.UTF_8)) {
      Stream<String> read = lines == 0 ? all : all.limit(lines);
      List<String> words = read.map(String::strip).toList();
      if (words.isEmpty()) {
        throw new IOException(file + " must have words, one a line, but is empty.");
      }
      return new WordList(
          dot > 0 ? fileName.substring(0, dot) : fileName, Math.max(1, best), words);
    } catch (UncheckedIOException e) {
      throw new IOException(file + " must be UTF-8 text, one word a line.", e);
    }
  }

  /**
   * Reads all {@code .txt} files of a folder, in the order of their names.
   *
   * @param lines how many lines are read of each; 0 for all
   * @throws IOException if reading fails
   */
  public static List<WordList> readFolder(Path folder, int lines) throws IOException {
    List<WordList> lists = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file :
          files
              .filter(path -> path.toString().endsWith(".txt"))
              .sorted(Comparator.comparing(path -> String.valueOf(path.getFileName())))
              .toList()) {
        lists.add(read(file, lines));
      }
    }
    return lists;
  }
}
