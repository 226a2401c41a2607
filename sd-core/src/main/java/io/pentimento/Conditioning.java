package io.pentimento;

import io.pentimento.model.RegionShares;
import io.pentimento.prompt.TokenPadding;
import java.util.List;
import java.util.Optional;

/**
 * The text encoder's view of both prompts.
 *
 * @param parts the prompt's parts between ANDs, at least one
 * @param negative the negative prompt
 * @param padding what becomes of different lengths
 * @param emptyText the vectors of no words, one chunk of them; present if the padding asks for them
 * @param regions texts that count in parts of the picture
 */
record Conditioning(
    List<Part> parts,
    PromptTimeline negative,
    TokenPadding padding,
    Optional<PromptVectors> emptyText,
    Optional<Regions> regions) {
  /**
   * A part of the prompt.
   *
   * @param weight how much it counts; negative pushes away from it
   * @param vectors its vectors
   */
  record Part(double weight, PromptTimeline vectors) {}

  /**
   * Texts that count in parts of the picture, beside each part of the prompt.
   *
   * @param texts their vectors, at least one text's
   * @param shares how much each counts where
   */
  record Regions(List<PromptTimeline> texts, RegionShares shares) {
    Regions {
      texts = List.copyOf(texts);
    }

    List<PromptVectors> at(int call) {
      return texts.stream().map(text -> text.at(call)).toList();
    }
  }

  Conditioning {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("A prompt must have a part, but got none.");
    }
  }

  /** Prompts without regions. */
  Conditioning(
      List<Part> parts,
      PromptTimeline negative,
      TokenPadding padding,
      Optional<PromptVectors> emptyText) {
    this(parts, negative, padding, emptyText, Optional.empty());
  }

  /** Returns these prompts with other texts of regions. */
  Conditioning withRegions(Optional<Regions> regions) {
    return new Conditioning(parts, negative, padding, emptyText, regions);
  }

  /** Returns the texts of regions in a call, counted from 0. */
  List<PromptVectors> regionsAt(int call) {
    return regions.map(all -> all.at(call)).orElse(List.of());
  }

  /** A prompt of one part and a negative prompt, neither of which changes. */
  static Conditioning of(PromptVectors positive, PromptVectors negative) {
    return new Conditioning(
        List.of(new Part(1, PromptTimeline.of(positive))),
        PromptTimeline.of(negative),
        TokenPadding.NONE,
        Optional.empty());
  }
}
