package io.pentimento.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tags of extra networks in a prompt, {@code a cat <lora:ink:0.8>}, and the prompt without
 * them. A tag is a word, a colon, and anything up to the next {@code >}; what is not is text.
 *
 * <p>Tags come out before editing and AND are read, so a tag inside {@code [a:b:0.5]} always
 * counts. They stay literal in negative prompts. Of several prompts that make one batch the first
 * one's count, and all lose theirs.
 *
 * @param text the prompt without tags, with nothing in their place
 * @param tags all tags in the order of the prompt; several of one network add up
 */
public record ExtraNetworks(String text, List<ExtraNetwork> tags) {
  /** Copies the tags. */
  public ExtraNetworks {
    tags = List.copyOf(tags);
  }

  /** Takes the tags out of a prompt. */
  public static ExtraNetworks of(String prompt) {
    StringBuilder text = new StringBuilder(prompt.length());
    List<ExtraNetwork> tags = new ArrayList<>();
    int copied = 0;
    int start = prompt.indexOf('<');
    while (start >= 0) {
      int colon = wordEnd(prompt, start + 1);
      int next = start + 1;
      if (colon > start + 1 && colon < prompt.length() && prompt.charAt(colon) == ':') {
        int end = prompt.indexOf('>', colon + 1);
        if (end < 0) {
          break;
        }
        if (end > colon + 1) {
          tags.add(
              ExtraNetwork.of(
                  prompt.substring(start + 1, colon), prompt.substring(colon + 1, end)));
          text.append(prompt, copied, start);
          copied = end + 1;
          next = copied;
        }
      }
      start = prompt.indexOf('<', next);
    }
    text.append(prompt, copied, prompt.length());
    return new ExtraNetworks(text.toString(), tags);
  }

  private static int wordEnd(String prompt, int from) {
    int at = from;
    while (at < prompt.length() && Words.isWord(prompt.codePointAt(at))) {
      at += Character.charCount(prompt.codePointAt(at));
    }
    return at;
  }

  /**
   * Returns the LoRAs that are named, lora and lyco, in order. A weight that is no finite number
   * counts as 1, a rank that is no whole number as none, and either is logged.
   */
  public List<LoraTag> loras() {
    return tags.stream().map(ExtraNetwork::lora).flatMap(Optional::stream).toList();
  }

  /**
   * Returns the hypernetworks that are named, in order. A multiplier that is no finite number
   * counts as 1 and is logged.
   */
  public List<HypernetTag> hypernets() {
    return tags.stream().map(ExtraNetwork::hypernet).flatMap(Optional::stream).toList();
  }
}
