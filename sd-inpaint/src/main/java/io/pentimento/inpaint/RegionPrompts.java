package io.pentimento.inpaint;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The prompts of several regions, written as one text as ADetailer has it: {@code [SEP]} stands
 * between two, {@code [PROMPT]} for the picture's prompt, and {@code [SKIP]} alone leaves a region
 * as it is. An empty part is the picture's prompt. The last part is for all regions that have none.
 *
 * @param parts the prompts in order, at least one
 */
record RegionPrompts(List<String> parts) {
  private static final Pattern SEPARATOR = Pattern.compile("\\s*\\[SEP\\]\\s*");
  private static final String MAIN = "[PROMPT]";
  private static final String SKIP = "[SKIP]";

  /**
   * Reads a text.
   *
   * @param main the picture's prompt
   */
  static RegionPrompts of(String text, String main) {
    return new RegionPrompts(
        Arrays.stream(SEPARATOR.split(text, -1))
            .map(part -> part.isBlank() ? main : part.replace(MAIN, main))
            .toList());
  }

  /**
   * Returns the prompt of a region; empty to leave the region as it is.
   *
   * @param region its index, from 0
   */
  Optional<String> of(int region) {
    return Optional.of(text(region)).filter(text -> !text.strip().equals(SKIP));
  }

  /** Returns the text of a region, whatever it says. */
  String text(int region) {
    return parts.get(Math.min(region, parts.size() - 1));
  }
}
