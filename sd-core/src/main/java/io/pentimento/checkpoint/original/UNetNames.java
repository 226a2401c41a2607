package io.pentimento.checkpoint.original;

import java.util.Map;
import java.util.Set;

/** The names of a U-Net's modules, whose numbering depends on how many blocks a level has. */
final class UNetNames {
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
  private final NameTable table = new NameTable();

  private UNetNames(int levels, int residuals) {
    this.levels = levels;
    this.residuals = residuals;
  }

  /**
   * Makes the table for the U-Net that a file has.
   *
   * @param names the names of its tensors, without a prefix
   */
  static NameTable of(Set<String> names) {
    int blocks = Numbered.count(names, "input_blocks.");
    int halvings = 0;
    int first = blocks;
    for (int i = 1; i < blocks; i++) {
      if (names.contains("input_blocks." + i + ".0.op.weight")) {
        halvings++;
        first = Math.min(first, i);
      }
    }
    return of(halvings + 1, Math.max(1, first - 1));
  }

  /**
   * Makes the table for a U-Net.
   *
   * @param levels how many resolutions it has
   * @param residuals how many residual blocks each has on the way down
   */
  static NameTable of(int levels, int residuals) {
    return new UNetNames(levels, residuals).filled();
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
    return table;
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
    String last = "output_blocks." + (first + residuals);
    table.add(last + ".2.conv", name + "upsamplers.0.conv");
    table.add(last + ".1.conv", name + "upsamplers.0.conv");
  }

  private void residual(String original, String diffusers) {
    RESIDUAL.forEach((from, to) -> table.add(original + "." + from, diffusers + "." + to));
  }
}
