package io.pentimento.prompt;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whose way of writing prompts a prompt follows. */
public enum PromptManner {
  /** The WebUI's, which is the one of this package: a prompt stays what it is. */
  WEBUI {
    @Override
    public PromptTexts read(String prompt, String negativePrompt) {
      return new PromptTexts(prompt, negativePrompt);
    }
  },
  /**
   * Midjourney's, {@code hot::2 dog --no bun}. Only texts come out of this; {@link
   * MidjourneyPrompt#parse} also gives what the prompt's parameters say of the picture.
   */
  MIDJOURNEY {
    @Override
    public PromptTexts read(String prompt, String negativePrompt) {
      MidjourneyPrompt read = MidjourneyPrompt.parse(prompt);
      return new PromptTexts(
          read.prompt(),
          Stream.of(negativePrompt, read.negativePrompt())
              .filter(text -> !Blanks.strip(text).isEmpty())
              .collect(Collectors.joining(", ")));
    }
  };

  /**
   * Puts a prompt into the WebUI's manner.
   *
   * @param prompt a prompt in this manner
   * @param negativePrompt what to stay away from, in the WebUI's manner; what the prompt itself
   *     says of that comes behind it
   * @throws IllegalArgumentException if this is Midjourney's manner and {@link
   *     MidjourneyPrompt#parse} refuses the prompt
   */
  public abstract PromptTexts read(String prompt, String negativePrompt);
}
