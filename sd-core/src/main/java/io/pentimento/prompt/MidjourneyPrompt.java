package io.pentimento.prompt;

import io.pentimento.prompt.PromptParts.Part;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A prompt in Midjourney's manner, as documented for its versions 4 to 6: {@code hot::2 dog --no
 * bun --ar 3:2}.
 *
 * <ul>
 *   <li>{@code ::} ends a part. A number directly behind it is that part's weight, 1 if there is
 *       none; only the ratio of weights matters.
 *   <li>Parameters stand at the end: {@code --name value}, in any order; before the name of a known
 *       parameter an em dash is as good, since phones write it for two dashes.
 *   <li>{@code --no x, y} is a part {@code x, y} of weight -0.5.
 * </ul>
 *
 * <p>The texts of parts are not looked into: what the WebUI's manner has a meaning for, as {@code
 * (word:1.2)}, keeps it.
 *
 * @param parts the texts between {@code ::}, without blanks around them, at least one
 * @param excluded what stands behind {@code --no}, several joined by commas, possibly empty
 * @param parameters the other parameters
 */
public record MidjourneyPrompt(List<Part> parts, String excluded, MidjourneyParameters parameters) {
  private static final double EXCLUDED_WEIGHT = -0.5;

  /**
   * Checks the weights.
   *
   * @throws IllegalArgumentException if there is no part, or the weights that {@link #prompt}
   *     divides by their sum have none that is positive
   */
  public MidjourneyPrompt {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("A prompt must have a part, but got none.");
    }
    List<Part> weighted = weighted(parts, excluded);
    double sum = sum(weighted);
    // Also refuses a sum so small that a share of it is beyond doubles.
    if (!(sum > 0) || weighted.stream().anyMatch(part -> !Double.isFinite(part.weight() / sum))) {
      throw new IllegalArgumentException(
          ("The weights of a prompt's parts must have a positive sum, but that of %s is: %s."
                  + " Raise positive weights or bring negative ones nearer to 0.")
              .formatted(
                  weighted.stream()
                      .map(part -> "\"" + part.text() + "\"::" + part.weight())
                      .collect(Collectors.joining(", ", "[", "]")),
                  sum));
    }
  }

  /**
   * Reads a prompt. Parameters without a counterpart are kept in {@link
   * MidjourneyParameters#ignored} and logged.
   *
   * <p>Unlike everything else that reads prompts, this refuses some: weights of which Midjourney
   * could make no picture either, and parameters with values that they cannot have.
   *
   * @throws IllegalArgumentException if the sum of weights is not positive, or a parameter's value
   *     is not in its range
   */
  public static MidjourneyPrompt parse(String text) {
    return new MidjourneyParser(text).parse();
  }

  /**
   * Returns this prompt in the WebUI's manner: its parts joined by AND, each with its share of the
   * sum of all weights. A part by itself is its text alone.
   *
   * <p>What {@code --no} excludes is among the parts where other parts have negative weights, too;
   * by itself it is the {@link #negativePrompt} and its weight no part of the sum.
   */
  public String prompt() {
    List<Part> weighted = weighted(parts, excluded);
    if (weighted.size() == 1) {
      return weighted.get(0).text();
    }
    double sum = sum(weighted);
    return weighted.stream()
        .map(part -> part.text() + " :" + plain(part.weight() / sum))
        .collect(Collectors.joining(" AND "));
  }

  /**
   * Returns what {@code --no} excludes if no other part has a negative weight, else an empty text.
   */
  public String negativePrompt() {
    return isAmongParts(parts, excluded) ? "" : excluded;
  }

  private static boolean isAmongParts(List<Part> parts, String excluded) {
    return !excluded.isEmpty() && parts.stream().anyMatch(part -> part.weight() < 0);
  }

  private static List<Part> weighted(List<Part> parts, String excluded) {
    List<Part> weighted = new ArrayList<>(parts);
    if (isAmongParts(parts, excluded)) {
      weighted.add(new Part(excluded, EXCLUDED_WEIGHT));
    }
    return weighted;
  }

  private static double sum(List<Part> parts) {
    return parts.stream().mapToDouble(Part::weight).sum();
  }

  /** Writes a number without exponent, which the WebUI's manner would not read. */
  private static String plain(double number) {
    return BigDecimal.valueOf(number).toPlainString();
  }
}
