package io.pentimento.model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts characters in the place of HTML's names and numbers for them. */
final class HtmlEntities {
  private static final Pattern ENTITY = Pattern.compile("&(#?[0-9A-Za-z]{1,24});");
  private static final Pattern NUMBER = Pattern.compile("#(?:[xX]([0-9a-fA-F]+)|([0-9]+))");

  private HtmlEntities() {}

  static String replaced(String text) {
    return text.indexOf('&') < 0
        ? text
        : ENTITY.matcher(text).replaceAll(match -> Matcher.quoteReplacement(character(match)));
  }

  private static String character(MatchResult match) {
    String name = match.group(1);
    Optional<String> found = name.startsWith("#") ? numbered(name) : Names.find(name);
    return found.orElse(match.group());
  }

  private static Optional<String> numbered(String reference) {
    Matcher number = NUMBER.matcher(reference);
    if (!number.matches()) {
      return Optional.empty();
    }
    boolean hexadecimal = number.group(1) != null;
    String digits = hexadecimal ? number.group(1) : number.group(2);
    int significant = digits.replaceFirst("^0+", "").length();
    // Beyond ten digits nothing is a character any more.
    long code = significant > 10 ? Long.MAX_VALUE : Long.parseLong(digits, hexadecimal ? 16 : 10);
    return Optional.of(character(code));
  }

  /** Returns the character of a number by the rules of HTML for those that are none. */
  private static String character(long code) {
    if (code == 0 || code > Character.MAX_CODE_POINT || (code >= 0xD800 && code <= 0xDFFF)) {
      return "\uFFFD";
    }
    int c = (int) code;
    if (c >= 0x80 && c <= 0x9F) {
      return String.valueOf(Windows1252.character(c));
    }
    boolean control = c < 0x20 && c != '\t' && c != '\n' && c != '\f' && c != '\r';
    boolean reserved = c == 0x7F || (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
    return control || reserved ? "" : Character.toString(c);
  }

  /** The named characters, read when the first name is met. */
  private static final class Names {
    private static final Map<String, String> CHARACTERS = read();

    /** Names in capitals that mean something without their semicolon, and then others with them. */
    private static final Pattern BEGUN_BY_ANOTHER =
        Pattern.compile("(?:AMP|COPY|ETH|GT|LT|QUOT|REG|THORN).*");

    private Names() {}

    /** Finds a name; small-letter names may be written in capitals and then mean the capital. */
    static Optional<String> find(String name) {
      String exact = CHARACTERS.get(name);
      if (exact != null) {
        return Optional.of(exact);
      }
      String small = name.toLowerCase(Locale.ROOT);
      boolean capitals =
          name.equals(small.toUpperCase(Locale.ROOT)) && !BEGUN_BY_ANOTHER.matcher(name).matches();
      return capitals
          ? Optional.ofNullable(CHARACTERS.get(small)).map(c -> c.toUpperCase(Locale.ROOT))
          : Optional.empty();
    }

    private static Map<String, String> read() {
      Map<String, String> characters = new HashMap<>();
      try (InputStream resource =
              Objects.requireNonNull(
                  HtmlEntities.class.getResourceAsStream("clip/entities.txt"),
                  "clip/entities.txt");
          BufferedReader lines =
              new BufferedReader(new InputStreamReader(resource, StandardCharsets.US_ASCII))) {
        lines
            .lines()
            .filter(line -> !line.startsWith("#"))
            .forEach(
                line -> {
                  String[] parts = line.split(" ", -1);
                  StringBuilder value = new StringBuilder();
                  for (int i = 1; i < parts.length; i++) {
                    value.appendCodePoint(Integer.parseInt(parts[i], 16));
                  }
                  characters.put(parts[0], value.toString());
                });
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return characters;
    }
  }
}
