package io.pentimento.prompt;

import java.util.Objects;

/**
 * How prompts are read and encoded.
 *
 * @param clipSkip which layer of the text encoder counts from the end, 1 (the last) to 12
 * @param emphasis how weights in brackets act
 * @param padding what becomes of prompt and negative prompt of different lengths
 * @param manner whose way of writing prompts they follow
 * @param oldTimelines whether {@code [from:to:when]} switches as it did before version 1.6 of the
 *     WebUI: a number below 1 is a fraction whether it has a point or not, and the second pass of
 *     hires fix counts as the first
 * @param sizes what an SDXL model is told of the picture's size
 */
public record PromptReading(
    int clipSkip,
    Emphasis emphasis,
    TokenPadding padding,
    PromptManner manner,
    boolean oldTimelines,
    SizeConditioning sizes) {
  /** Checks every setting. */
  public PromptReading {
    if (clipSkip < 1 || clipSkip > 12) {
      throw new IllegalArgumentException("clipSkip must be in [1, 12], but got: " + clipSkip + ".");
    }
    Objects.requireNonNull(emphasis, "emphasis");
    Objects.requireNonNull(padding, "padding");
    Objects.requireNonNull(manner, "manner");
    Objects.requireNonNull(sizes, "sizes");
  }

  /** The WebUI's defaults: the last layer, its original emphasis, no padding. */
  public static PromptReading defaults() {
    return new PromptReading(
        1,
        Emphasis.ORIGINAL,
        TokenPadding.NONE,
        PromptManner.WEBUI,
        false,
        SizeConditioning.defaults());
  }

  /** Returns these settings with another clip skip. */
  public PromptReading withClipSkip(int clipSkip) {
    return new PromptReading(clipSkip, emphasis, padding, manner, oldTimelines, sizes);
  }

  /** Returns these settings with another emphasis. */
  public PromptReading withEmphasis(Emphasis emphasis) {
    return new PromptReading(clipSkip, emphasis, padding, manner, oldTimelines, sizes);
  }

  /** Returns these settings with another padding. */
  public PromptReading withPadding(TokenPadding padding) {
    return new PromptReading(clipSkip, emphasis, padding, manner, oldTimelines, sizes);
  }

  /** Returns these settings with another manner of writing. */
  public PromptReading withManner(PromptManner manner) {
    return new PromptReading(clipSkip, emphasis, padding, manner, oldTimelines, sizes);
  }

  /** Returns these settings with or without the timelines of old. */
  public PromptReading withOldTimelines(boolean oldTimelines) {
    return new PromptReading(clipSkip, emphasis, padding, manner, oldTimelines, sizes);
  }

  /** Returns these settings with something else told of the picture's size. */
  public PromptReading withSizes(SizeConditioning sizes) {
    return new PromptReading(clipSkip, emphasis, padding, manner, oldTimelines, sizes);
  }
}
