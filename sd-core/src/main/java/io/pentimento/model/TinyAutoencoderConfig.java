package io.pentimento.model;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ModelFormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One half of a tiny autoencoder.
 *
 * @param width channels of all its layers, 64
 * @param blocks how many blocks each resolution has, in the order they are run: 1, 3, 3, 3 for the
 *     encoder and 3, 3, 3, 1 for the decoder
 * @param latentChannels channels of the latent, 4
 */
record TinyAutoencoderConfig(int width, List<Integer> blocks, int latentChannels) {
  private static final List<Integer> USUAL_WIDTHS = List.of(64, 64, 64, 64);

  /** Checks every number, so that no network is built with one that makes no sense. */
  TinyAutoencoderConfig {
    blocks = List.copyOf(blocks);
    Bounds.check("block_out_channels", width, 1, Bounds.CHANNELS);
    Bounds.check("latent_channels", latentChannels, 1, Bounds.CHANNELS);
    Bounds.check("num_blocks", "entries", blocks.size(), 1, Bounds.LEVELS);
    blocks.forEach(count -> Bounds.check("num_blocks", count, 0, Bounds.LAYERS));
  }

  /** Tells whether a config.json is one of diffusers' AutoencoderTiny. */
  static boolean describes(ComponentConfig config) throws ModelFormatException {
    return config.text("_class_name", "").equals("AutoencoderTiny");
  }

  /** Reads the encoder's part of a config.json. */
  static TinyAutoencoderConfig encoder(ComponentConfig config) throws ModelFormatException {
    return half(config, "encoder", List.of(1, 3, 3, 3));
  }

  /** Reads the decoder's part of a config.json. */
  static TinyAutoencoderConfig decoder(ComponentConfig config) throws ModelFormatException {
    return half(config, "decoder", List.of(3, 3, 3, 1));
  }

  private static TinyAutoencoderConfig half(
      ComponentConfig config, String half, List<Integer> usualBlocks) throws ModelFormatException {
    config.requireText("act_fn", "relu");
    config.requireText("upsample_fn", "nearest");
    config.check("in_channels", config.integer("in_channels", 3) == 3, "must be 3");
    config.check("out_channels", config.integer("out_channels", 3) == 3, "must be 3");
    config.check(
        "upsampling_scaling_factor",
        config.integer("upsampling_scaling_factor", 2) == 2,
        "must be 2");
    String widthsKey = half + "_block_out_channels";
    List<Integer> widths = config.ints(widthsKey, USUAL_WIDTHS);
    config.check(
        widthsKey, widths.stream().distinct().count() == 1, "must hold one number, repeated");
    String blocksKey = "num_" + half + "_blocks";
    List<Integer> blocks = config.ints(blocksKey, usualBlocks);
    config.check(
        blocksKey, blocks.size() == widths.size(), "must have one entry for each of " + widthsKey);
    try {
      return new TinyAutoencoderConfig(widths.get(0), blocks, config.integer("latent_channels", 4));
    } catch (IllegalArgumentException e) {
      throw Bounds.refused(config, e);
    }
  }

  /** Finds the encoder's numbers from names and shapes. */
  static TinyAutoencoderConfig encoder(Checkpoint file, TinyLayerNames names) throws IOException {
    List<Integer> blocks = new ArrayList<>();
    int index = 1;
    int count = 0;
    while (hasBlock(file.names(), names, index) || hasConv(file.names(), names, index)) {
      if (hasBlock(file.names(), names, index)) {
        count++;
      } else {
        blocks.add(count);
        count = 0;
      }
      index++;
    }
    return found(file, names.at(0), blocks, names.at(index - 1), 0);
  }

  /** Finds the decoder's numbers from names and shapes; enlarging has an index and no tensors. */
  static TinyAutoencoderConfig decoder(Checkpoint file, TinyLayerNames names) throws IOException {
    List<Integer> blocks = new ArrayList<>();
    int index = 2;
    int count = 0;
    while (true) {
      if (hasBlock(file.names(), names, index)) {
        count++;
        index++;
      } else {
        blocks.add(count);
        count = 0;
        if (!hasConv(file.names(), names, index + 1)) {
          return found(file, names.at(0), blocks, names.at(0), 1);
        }
        index += 2;
      }
    }
  }

  private static boolean hasConv(Set<String> file, TinyLayerNames names, int index) {
    return file.contains(names.at(index) + ".weight");
  }

  private static boolean hasBlock(Set<String> file, TinyLayerNames names, int index) {
    return file.contains(names.at(index) + ".conv.0.weight");
  }

  private static TinyAutoencoderConfig found(
      Checkpoint file, String first, List<Integer> blocks, String latent, int latentDimension)
      throws IOException {
    try {
      return new TinyAutoencoderConfig(
          side(file, first + ".weight", 0),
          blocks,
          side(file, latent + ".weight", latentDimension));
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(file.path(), null, String.valueOf(e.getMessage()), e);
    }
  }

  private static int side(Checkpoint file, String name, int dimension) throws IOException {
    List<Long> shape = file.info(name).shape();
    if (shape.size() != 4) {
      throw new ModelFormatException(
          file.path(), name, "must have 4 dimensions, but has shape " + shape + ".", null);
    }
    return (int) Math.min(shape.get(dimension), Integer.MAX_VALUE);
  }
}
