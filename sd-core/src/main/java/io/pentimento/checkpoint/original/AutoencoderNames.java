package io.pentimento.checkpoint.original;

import io.pentimento.checkpoint.NameTable;
import java.util.Set;

/** The names of an autoencoder's modules; the original decoder counts its levels from the top. */
final class AutoencoderNames {
  private final int levels;
  private final NameTable.Builder table = NameTable.builder();

  private AutoencoderNames(int levels) {
    this.levels = levels;
  }

  /**
   * Makes the table for the autoencoder that a file has.
   *
   * @param names the names of its tensors, without a prefix
   */
  static NameTable of(Set<String> names) {
    return new AutoencoderNames(Numbered.count(names, "decoder.up.")).filled(names);
  }

  private NameTable filled(Set<String> names) {
    table.add("quant_conv", "quant_conv").add("post_quant_conv", "post_quant_conv");
    for (String half : new String[] {"encoder.", "decoder."}) {
      table
          .add(half + "conv_in", half + "conv_in")
          .add(half + "conv_out", half + "conv_out")
          .add(half + "norm_out", half + "conv_norm_out")
          .add(half + "mid.block_1", half + "mid_block.resnets.0")
          .add(half + "mid.block_2", half + "mid_block.resnets.1");
      attention(half + "mid.attn_1", half + "mid_block.attentions.0");
    }
    for (int level = 0; level < levels; level++) {
      String down = "encoder.down." + level + ".";
      String up = "decoder.up." + level + ".";
      String from = "decoder.up_blocks." + (levels - 1 - level) + ".";
      blocks(names, down, "encoder.down_blocks." + level + ".");
      blocks(names, up, from);
      table.add(down + "downsample.conv", "encoder.down_blocks." + level + ".downsamplers.0.conv");
      table.add(up + "upsample.conv", from + "upsamplers.0.conv");
    }
    return table.build();
  }

  private void blocks(Set<String> names, String original, String diffusers) {
    int blocks = Numbered.count(names, original + "block.");
    for (int i = 0; i < blocks; i++) {
      String block = original + "block." + i;
      table.add(block, diffusers + "resnets." + i);
      table.add(block + ".nin_shortcut", diffusers + "resnets." + i + ".conv_shortcut");
    }
  }

  private void attention(String original, String diffusers) {
    table
        .add(original + ".norm", diffusers + ".group_norm")
        .add(original + ".q", diffusers + ".to_q")
        .add(original + ".k", diffusers + ".to_k")
        .add(original + ".v", diffusers + ".to_v")
        .add(original + ".proj_out", diffusers + ".to_out.0");
  }
}
