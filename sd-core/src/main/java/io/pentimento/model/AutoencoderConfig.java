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
  /** Checks every number, so that no network is built or run with one that makes no sense. */
  public AutoencoderConfig {
    channels = List.copyOf(channels);
    Bounds.check("block_out_channels", "entries", channels.size(), 1, Bounds.LEVELS);
    Bounds.check("layers_per_block", layersPerBlock, 1, Bounds.LAYERS);
    Bounds.check("latent_channels", latentChannels, 1, Bounds.CHANNELS);
    Bounds.check("norm_num_groups", normGroups, 1, Bounds.CHANNELS);
    for (int level : channels) {
      Bounds.check("block_out_channels", level, 1, Bounds.CHANNELS);
      Bounds.checkDivides("norm_num_groups", normGroups, "block_out_channels", level);
    }
    if (!(scalingFactor > 0 && scalingFactor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "scaling_factor must be a number above 0, but got: " + scalingFactor + ".");
    }
    if (!Double.isFinite(shiftFactor)) {
      throw new IllegalArgumentException(
          "shift_factor must be a number, but got: " + shiftFactor + ".");
    }
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
    checkBlocks(config, "down_block_types", "DownEncoderBlock2D", channels.size());
    checkBlocks(config, "up_block_types", "UpDecoderBlock2D", channels.size());
    config.requireText("act_fn", "silu");
    config.check("in_channels", config.integer("in_channels", 3) == 3, "must be 3");
    config.check("out_channels", config.integer("out_channels", 3) == 3, "must be 3");
    config.check(
        "latents_mean",
        !config.has("latents_mean"),
        "must be absent or null: per-channel statistics are not offered");
    try {
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
    } catch (IllegalArgumentException e) {
      throw Bounds.refused(config, e);
    }
  }

  private static void checkBlocks(ComponentConfig config, String key, String offered, int levels)
      throws ModelFormatException {
    if (config.has(key)) {
      List<String> types = config.texts(key, List.of());
      config.check(key, types.stream().allMatch(offered::equals), "may only hold " + offered);
      config.check(
          key, types.size() == levels, "must have one entry for each of block_out_channels");
    }
  }
}
