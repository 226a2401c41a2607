package io.pentimento.infotext;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of the WebUI, ordered as Python orders versions (PEP 440).
 *
 * @param release the numbers between the dots, without zeros at the end
 * @param isFinal false for what came before the release, such as {@code 1.8.0-RC}
 * @param commits the commits after the release, or -1 for the release itself
 */
record WebuiVersion(List<Long> release, boolean isFinal, long commits) {
  static final WebuiVersion V1_6_0 = new WebuiVersion(List.of(1L, 6L), true, -1);
  static final WebuiVersion V1_7_0_225 = new WebuiVersion(List.of(1L, 7L), true, 225);
  static final WebuiVersion V1_8_0 = new WebuiVersion(List.of(1L, 8L), true, -1);

  private static final Pattern FORM =
      Pattern.compile(
          "v?(?<release>[0-9]{1,9}(?:\\.[0-9]{1,9})*)"
              + "(?<before>[-_.]?(?:alpha|a|beta|b|preview|pre|c|rc)(?:[-_.]?[0-9]{1,9})?)?"
              + "(?:-(?<commits>[0-9]{1,9})|[-_.]?(?:post|rev|r)[-_.]?(?<post>[0-9]{1,9})?)?"
              + "(?<dev>[-_.]?dev(?:[-_.]?[0-9]{1,9})?)?"
              + "(?:\\+[a-z0-9]++(?:[-_.][a-z0-9]++)*)?",
          Pattern.CASE_INSENSITIVE);

  /** More characters than any version has. */
  private static final int LONGEST = 200;

  /** Reads a version such as {@code v1.5.2-12-gabcdef}, or returns empty if it is none. */
  static Optional<WebuiVersion> parse(String text) {
    String tagAndCommits = PythonText.strip(withoutHash(text));
    if (tagAndCommits.length() > LONGEST) {
      return Optional.empty();
    }
    Matcher matcher = FORM.matcher(tagAndCommits);
    return matcher.matches() ? Optional.of(of(matcher)) : Optional.empty();
  }

  /** Cuts at the second dash, behind which git tells the commit. */
  private static String withoutHash(String text) {
    int first = text.indexOf('-');
    int second = first < 1 ? -1 : text.indexOf('-', first + 1);
    return second > first + 1 ? text.substring(0, second) : text;
  }

  private static WebuiVersion of(Matcher matcher) {
    boolean early = matcher.group("before") != null;
    String after = matcher.group("commits");
    if (after == null) {
      after = matcher.group("post");
    }
    long commits = after == null ? -1 : Long.parseLong(after);
    boolean ahead = early || (matcher.group("dev") != null && commits < 0);
    return new WebuiVersion(release(matcher.group("release")), !ahead, commits);
  }

  private static List<Long> release(String text) {
    List<Long> numbers = Arrays.stream(text.split("\\.", -1)).map(Long::valueOf).toList();
    int length = numbers.size();
    while (length > 1 && numbers.get(length - 1) == 0) {
      length--;
    }
    return numbers.subList(0, length);
  }

  boolean isBefore(WebuiVersion other) {
    int common = Math.min(release.size(), other.release.size());
    for (int i = 0; i < common; i++) {
      int order = release.get(i).compareTo(other.release.get(i));
      if (order != 0) {
        return order < 0;
      }
    }
    if (release.size() != other.release.size()) {
      return release.size() < other.release.size();
    }
    return isFinal == other.isFinal ? commits < other.commits : !isFinal;
  }
}
