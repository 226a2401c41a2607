package io.pentimento.checkpoint;

import java.util.Map;
import java.util.Set;

/**
 * The two names of every module of a U-Net: that of the original programs ({@code
 * input_blocks.4.1.proj_in}), whose numbering depends on how many blocks a level has, and that of
 * diffusers ({@code down_blocks.1.attentions.0.proj_in}).
 */
public final class UNetNames {
  /** The layers of a residual block. */
  private static final Map<String, String> RESIDUAL =
      Map.of(
          "in_layers.0", "norm1",
          "in_layers.2", "conv1",
          "emb_layers.1", "time_emb_proj",
          "out_layers.0", "norm2",
          "out_layers.3", "conv2",
          "skip_connection", "conv_shortcut");

  private final int levels;
  private final int residuals;
  private final Set<Integer> attentiveUpBlocks;
  private final NameTable.Builder table = NameTable.builder();

  private UNetNames(int levels, int residuals, Set<Integer> attentiveUpBlocks) {
    this.levels = levels;
    this.residuals = residuals;
    this.attentiveUpBlocks = attentiveUpBlocks;
  }

  /**
   * Makes the table for a U-Net.
   *
   * @param levels how many resolutions it has, at least 1
   * @param residuals how many residual blocks each has on the way down, at least 1; 2 in all
   *     published models
   * @param attentiveUpBlocks the numbers of diffusers' up blocks that have transformers, which the
   *     original name of an upsampler depends on
   * @throws IllegalArgumentException if a number is too small
   */
  public static NameTable of(int levels, int residuals, Set<Integer> attentiveUpBlocks) {
    check("levels", levels);
    check("residuals", residuals);
    return new UNetNames(levels, residuals, attentiveUpBlocks).filled();
  }

  private static void check(String name, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, but got: " + count + ".");
    }
  }

  private NameTable filled() {
    table
        .add("time_embed.0", "time_embedding.linear_1")
        .add("time_embed.2", "time_embedding.linear_2")
        .add("time_embed.cond_proj", "time_embedding.cond_proj")
        .add("label_emb.0.0", "add_embedding.linear_1")
        .add("label_emb.0.2", "add_embedding.linear_2")
        .add("input_blocks.0.0", "conv_in")
        .add("middle_block.1", "mid_block.attentions.0")
        .add("out.0", "conv_norm_out")
        .add("out.2", "conv_out");
    residual("middle_block.0", "mid_block.resnets.0");
    residual("middle_block.2", "mid_block.resnets.1");
    for (int level = 0; level < levels; level++) {
      down(level, "down_blocks." + level + ".");
      up(level, "up_blocks." + level + ".");
    }
    return table.build();
  }

  private void down(int level, String name) {
    int first = 1 + level * (residuals + 1);
    for (int i = 0; i < residuals; i++) {
      String block = "input_blocks." + (first + i);
      residual(block + ".0", name + "resnets." + i);
      table.add(block + ".1", name + "attentions." + i);
    }
    table.add("input_blocks." + (first + residuals) + ".0.op", name + "downsamplers.0.conv");
  }

  private void up(int level, String name) {
    int first = level * (residuals + 1);
    for (int i = 0; i <= residuals; i++) {
      String block = "output_blocks." + (first + i);
      residual(block + ".0", name + "resnets." + i);
      table.add(block + ".1", name + "attentions." + i);
    }
    // Behind the transformer, where the level has such.
    int place = attentiveUpBlocks.contains(level) ? 2 : 1;
    table.add(
        "output_blocks." + (first + residuals) + "." + place + ".conv", name + "upsamplers.0.conv");
  }

  private void residual(String original, String diffusers) {
    RESIDUAL.forEach((from, to) -> table.add(original + "." + from, diffusers + "." + to));
  }
}
