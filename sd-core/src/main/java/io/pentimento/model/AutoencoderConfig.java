package io.pentimento.model;

import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ModelFormatException;
import java.util.List;

/**
 * The architecture of a variational autoencoder, as in the {@code config.json} of diffusers'
 * AutoencoderKL.
 *
 * @param channels the width of each level, from the full resolution down
 * @param layersPerBlock residual blocks per level of the encoder; the decoder has one more
 * @param latentChannels channels of the latent, 4
 * @param normGroups groups of the group normalisation, 32
 * @param scalingFactor what a latent is multiplied by before the U-Net sees it, 0.18215 for SD1 and
 *     SD2
 * @param shiftFactor what is subtracted before scaling, 0
 * @param midAttention whether the middle blocks have attention
 * @param quantConv whether a 1×1 convolution follows the encoder
 * @param postQuantConv whether a 1×1 convolution precedes the decoder
 */
public record AutoencoderConfig(
    List<Integer> channels,
    int layersPerBlock,
    int latentChannels,
    int normGroups,
    double scalingFactor,
    double shiftFactor,
    boolean midAttention,
    boolean quantConv,
    boolean postQuantConv) {
  /** Copies the channels. */
  public AutoencoderConfig {
    channels = List.copyOf(channels);
  }

  /** The autoencoder of Stable Diffusion 1.x and 2.x. */
  public static AutoencoderConfig sd15() {
    return new AutoencoderConfig(
        List.of(128, 256, 512, 512), 2, 4, 32, 0.18215, 0, true, true, true);
  }

  /**
   * Returns how many pixels one latent cell is wide: each level but the last halves the resolution.
   */
  public int factor() {
    return 1 << (channels.size() - 1);
  }

  /**
   * Reads a config.json.
   *
   * @throws ModelFormatException if a field is malformed or asks for an architecture that is not
   *     offered
   */
  public static AutoencoderConfig read(ComponentConfig config) throws ModelFormatException {
    List<Integer> channels = config.ints("block_out_channels", List.of(64));
    for (String type : config.texts("down_block_types", List.of())) {
      config.check(
          "down_block_types",
          type.equals("DownEncoderBlock2D"),
          "may only hold DownEncoderBlock2D");
    }
    for (String type : config.texts("up_block_types", List.of())) {
      config.check(
          "up_block_types", type.equals("UpDecoderBlock2D"), "may only hold UpDecoderBlock2D");
    }
    config.requireText("act_fn", "silu");
    config.check("in_channels", config.integer("in_channels", 3) == 3, "must be 3");
    config.check("out_channels", config.integer("out_channels", 3) == 3, "must be 3");
    config.check(
        "latents_mean",
        !config.has("latents_mean"),
        "must be absent or null: per-channel statistics are not offered");
    return new AutoencoderConfig(
        channels,
        config.integer("layers_per_block", 1),
        config.integer("latent_channels", 4),
        config.integer("norm_num_groups", 32),
        config.decimal("scaling_factor", 0.18215),
        config.decimal("shift_factor", 0),
        config.flag("mid_block_add_attention", true),
        config.flag("use_quant_conv", true),
        config.flag("use_post_quant_conv", true));
  }
}
