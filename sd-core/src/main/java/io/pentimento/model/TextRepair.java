package io.pentimento.model;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Repairs text before it is tokenised, as the tokenizer that Stable Diffusion was trained with
 * does: curly quotes, ligatures, full-width forms, HTML entities, garbled UTF-8 and control
 * characters would otherwise become tokens that no caption had.
 */
final class TextRepair {
  private static final Pattern TERMINAL_ESCAPE = Pattern.compile("\u001B\\[[\\d;]*[a-zA-Z]");
  private static final Pattern SPECIAL_WORD =
      Pattern.compile("<\\|(?:start|end)oftext\\|>", Pattern.CASE_INSENSITIVE);
  private static final char CAPITAL_SIGMA = '\u03A3';

  private static final Map<Character, String> LIGATURES =
      Map.ofEntries(
          Map.entry('\u0132', "IJ"),
          Map.entry('\u0133', "ij"),
          Map.entry('\u0149', "\u02BCn"),
          Map.entry('\u01F1', "DZ"),
          Map.entry('\u01F2', "Dz"),
          Map.entry('\u01F3', "dz"),
          Map.entry('\u01C4', "D\u017D"),
          Map.entry('\u01C5', "D\u017E"),
          Map.entry('\u01C6', "d\u017E"),
          Map.entry('\u01C7', "LJ"),
          Map.entry('\u01C8', "Lj"),
          Map.entry('\u01C9', "lj"),
          Map.entry('\u01CA', "NJ"),
          Map.entry('\u01CB', "Nj"),
          Map.entry('\u01CC', "nj"),
          Map.entry('\uFB00', "ff"),
          Map.entry('\uFB01', "fi"),
          Map.entry('\uFB02', "fl"),
          Map.entry('\uFB03', "ffi"),
          Map.entry('\uFB04', "ffl"),
          Map.entry('\uFB05', "\u017Ft"),
          Map.entry('\uFB06', "st"));

  private TextRepair() {}

  /** Returns the repaired text; plain ASCII without entities and controls is left as it is. */
  static String repaired(String text) {
    String repaired = isPlain(text) ? text : repairedLines(text);
    // Only whole words tell a final sigma, so it cannot be left to the tokenizer, which lowers
    // letter by letter; and it looks for special words before it lowers them.
    if (repaired.indexOf(CAPITAL_SIGMA) >= 0) {
      return repaired.toLowerCase(Locale.ROOT);
    }
    return repaired.contains("<|")
        ? SPECIAL_WORD.matcher(repaired).replaceAll(word -> word.group().toLowerCase(Locale.ROOT))
        : repaired;
  }

  private static String repairedLines(String text) {
    StringBuilder result = new StringBuilder();
    boolean markup = false;
    for (String line : text.split("(?<=\n)", -1)) {
      // Entities stay from the first line on that looks like HTML itself.
      markup |= line.indexOf('<') >= 0;
      result.append(repairedLine(line, markup));
    }
    return result.toString();
  }

  private static boolean isPlain(String text) {
    return text.chars()
        .allMatch(c -> (c >= ' ' && c < 0x7F && c != '&') || c == '\n' || c == '\t' || c == '\r');
  }

  /** Repairs until nothing changes: a repair may uncover the next. */
  private static String repairedLine(String line, boolean markup) {
    String text = line;
    while (true) {
      String before = text;
      text = markup ? text : HtmlEntities.replaced(text);
      text = Windows1252.ungarbled(text);
      text = TERMINAL_ESCAPE.matcher(text).replaceAll("");
      text = characters(text);
      text = Normalizer.normalize(text, Normalizer.Form.NFC);
      if (text.equals(before)) {
        return text;
      }
    }
  }

  private static String characters(String text) {
    StringBuilder result = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean paired =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (paired) {
        result.append(c).append(text.charAt(++i));
      } else if (Character.isSurrogate(c)) {
        result.append('\uFFFD');
      } else {
        append(result, c);
      }
    }
    return result.toString();
  }

  private static void append(StringBuilder result, char c) {
    if (c >= 0x80 && c <= 0x9F) {
      result.append(Windows1252.character(c));
    } else if (c == '\u02BC' || (c >= '\u2018' && c <= '\u201B')) {
      result.append('\'');
    } else if (c >= '\u201C' && c <= '\u201F') {
      result.append('"');
    } else if (c == '\u3000' || (c >= '\uFF01' && c < '\uFFF0')) {
      result.append(Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFKC));
    } else if (!isControl(c)) {
      result.append(LIGATURES.getOrDefault(c, String.valueOf(c)));
    }
  }

  /**
   * Tells whether a character is invisible and means nothing in text; white space does mean
   * something.
   */
  private static boolean isControl(char c) {
    return c <= 0x08
        || c == 0x0B
        || (c >= 0x0E && c < 0x20)
        || c == 0x7F
        || (c >= '\u206A' && c <= '\u206F')
        || c == '\uFEFF'
        || (c >= '\uFFF9' && c <= '\uFFFC');
  }
}
