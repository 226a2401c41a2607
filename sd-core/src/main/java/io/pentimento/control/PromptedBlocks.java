package io.pentimento.control;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How much an image prompt counts in the blocks of a U-Net, whose names are diffusers': {@code
 * up_blocks.1}, {@code down_blocks.2.attentions.1}, {@code mid_block}. Of several names that a
 * layer lies in the longest counts; in a layer of none of them the picture counts nothing.
 *
 * @param sd1 factors of the image prompt's weight by block, for Stable Diffusion 1 and 2
 * @param sdxl the same for SDXL
 */
public record PromptedBlocks(Map<String, Double> sd1, Map<String, Double> sdxl) {
  private static final PromptedBlocks ALL = of(Map.of("", 1.0));
  private static final String LAYOUT_XL = "down_blocks.2.attentions.1";
  private static final String STYLE_XL = "up_blocks.0.attentions.1";
  private static final String LAYOUT = "down_blocks.2";
  private static final String MIDDLE = "mid_block";
  private static final String STYLE = "up_blocks.1";

  /** Checks the factors. */
  public PromptedBlocks {
    sd1 = checked(sd1);
    sdxl = checked(sdxl);
  }

  private static Map<String, Double> checked(Map<String, Double> factors) {
    if (factors.isEmpty()) {
      throw new IllegalArgumentException(
          "There must be a block in which an image prompt counts, but got none.");
    }
    factors.forEach(
        (block, factor) -> {
          if (!(factor >= 0 && factor <= 1)) {
            throw new IllegalArgumentException(
                "The factor of a block must be in [0, 1], but got: %s for \"%s\"."
                    .formatted(factor, block));
          }
        });
    return Map.copyOf(new LinkedHashMap<>(factors));
  }

  /** All blocks, in which the picture counts alike. */
  public static PromptedBlocks all() {
    return ALL;
  }

  /**
   * The blocks that take the style of a picture (colours, material, mood) and leave its things out
   * (Wang et al. 2024, "InstantStyle"). What the paper found holds for SDXL; with Stable Diffusion
   * 1 the effect is weaker.
   */
  public static PromptedBlocks style() {
    return new PromptedBlocks(Map.of(STYLE, 1.0), Map.of(STYLE_XL, 1.0));
  }

  /** The blocks that take where things are in a picture, of the same paper. */
  public static PromptedBlocks layout() {
    return new PromptedBlocks(Map.of(LAYOUT, 1.0, MIDDLE, 1.0), Map.of(LAYOUT_XL, 1.0));
  }

  /** The blocks that take the style of a picture, and those that take its layout. */
  public static PromptedBlocks styleAndLayout() {
    return new PromptedBlocks(
        Map.of(LAYOUT, 1.0, MIDDLE, 1.0, STYLE, 1.0), Map.of(LAYOUT_XL, 1.0, STYLE_XL, 1.0));
  }

  /**
   * Blocks of one's own.
   *
   * @param factors by block, each in [0, 1]; the empty name stands for all blocks
   */
  public static PromptedBlocks of(Map<String, Double> factors) {
    return new PromptedBlocks(factors, factors);
  }

  /** Returns the blocks of a family. */
  public Set<String> names(boolean xl) {
    return (xl ? sdxl : sd1).keySet();
  }

  /** Returns the factor of a layer by its whole name. */
  public double factor(String layer, boolean xl) {
    Map<String, Double> factors = xl ? sdxl : sd1;
    double found = 0;
    int longest = -1;
    for (Map.Entry<String, Double> entry : factors.entrySet()) {
      if (entry.getKey().length() > longest && holds(entry.getKey(), layer)) {
        longest = entry.getKey().length();
        found = entry.getValue();
      }
    }
    return found;
  }

  /** Tells whether a layer lies in a block. */
  public static boolean holds(String block, String layer) {
    return block.isEmpty() || layer.equals(block) || layer.startsWith(block + ".");
  }
}
