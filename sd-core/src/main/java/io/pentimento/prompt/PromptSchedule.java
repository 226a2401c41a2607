package io.pentimento.prompt;

import java.util.List;

/**
 * The texts that a prompt with editing stands for, one after the other: {@code [cat:dog:0.5]} is a
 * cat in the first half and a dog in the second, {@code [cat:5]} a cat after 5 calls, {@code
 * [cat::5]} one until then, {@code [cat|dog]} each in turn. Every text is a prompt; what is not
 * well formed stays literal.
 *
 * <p>Neighbours may have equal texts; nothing is merged, since emphasis takes means over all
 * entries.
 *
 * @param entries at least one, {@code endsAfter} ascending
 */
public record PromptSchedule(List<Entry> entries) {
  /**
   * A text and for how long it holds.
   *
   * @param endsAfter the last call for which it holds, counted from 1 in the order of calls; see
   *     {@link PromptSchedule#indexAt}
   * @param text a prompt without editing
   */
  public record Entry(int endsAfter, String text) {}

  /**
   * Copies the entries.
   *
   * @throws IllegalArgumentException if there are none, or their ends do not ascend
   */
  public PromptSchedule {
    entries = List.copyOf(entries);
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("A schedule must have an entry, but has none.");
    }
    for (int i = 1; i < entries.size(); i++) {
      if (entries.get(i).endsAfter() <= entries.get(i - 1).endsAfter()) {
        throw new IllegalArgumentException(
            "The ends of a schedule must ascend, but entry %d ends after %d and entry %d after %d."
                .formatted(i - 1, entries.get(i - 1).endsAfter(), i, entries.get(i).endsAfter()));
      }
    }
  }

  /**
   * Reads a prompt, or one part of a prompt with AND. Takes time in proportion to its length times
   * the number of entries.
   *
   * @return a schedule whose last entry ends with {@link Timeline#lastStep}
   */
  public static PromptSchedule of(String text, Timeline timeline) {
    return new EditedPrompt(text, timeline).schedule();
  }

  /**
   * Returns which entry holds at a denoiser call: the first that ends no sooner than the call's
   * number, which counts from 0, so that the first entry holds for one call more than its end says.
   * Calls beyond all ends, which samplers with an adaptive step make, get the first entry again, as
   * in the WebUI.
   *
   * @param call how many calls of this pass went before, at least 0
   */
  public int indexAt(int call) {
    if (call < 0) {
      throw new IllegalArgumentException("call must be 0 or more, but got: " + call + ".");
    }
    for (int i = 0; i < entries.size(); i++) {
      if (call <= entries.get(i).endsAfter()) {
        return i;
      }
    }
    return 0;
  }

  /**
   * Returns the text that holds at a denoiser call.
   *
   * @param call how many calls of this pass went before, at least 0
   */
  public String at(int call) {
    return entries.get(indexAt(call)).text();
  }

  /** Returns the text of each entry in order, equal ones as often as they come. */
  public List<String> texts() {
    return entries.stream().map(Entry::text).toList();
  }
}
