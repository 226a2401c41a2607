package io.pentimento.sampling;

import java.util.List;

/**
 * The texts that count in parts of a picture, and the request's own prompt behind them. In each
 * place cross-attention gives a mean of what it finds in the texts of all regions there, by their
 * masks and weights, and in the request's prompt where regions leave a rest. Where they sum to more
 * than 1 they are divided by their sum. The negative prompt counts everywhere.
 *
 * @param regions the texts; their order does not matter
 * @param baseShare how much of every place the request's prompt has for itself, in [0, 1]; 0 leaves
 *     it what regions do not cover
 */
public record RegionalPrompts(List<RegionalPrompt> regions, double baseShare) {
  private static final RegionalPrompts NONE = new RegionalPrompts(List.of(), 0);

  /** Checks every setting. */
  public RegionalPrompts {
    regions = List.copyOf(regions);
    if (!(baseShare >= 0 && baseShare <= 1)) {
      throw new IllegalArgumentException(
          "baseShare must be in [0, 1], but got: " + baseShare + ". Pass 0.2 for 20 percent.");
    }
  }

  /** The request's prompt alone. */
  public static RegionalPrompts none() {
    return NONE;
  }

  /** Texts of regions, with the request's prompt where they leave a rest. */
  public static RegionalPrompts of(RegionalPrompt... regions) {
    return NONE.withRegions(List.of(regions));
  }

  /** Returns other regions under the same share of the request's prompt. */
  public RegionalPrompts withRegions(List<RegionalPrompt> regions) {
    return new RegionalPrompts(regions, baseShare);
  }

  /** Returns these regions under another share of the request's prompt. */
  public RegionalPrompts withBaseShare(double baseShare) {
    return new RegionalPrompts(regions, baseShare);
  }
}
