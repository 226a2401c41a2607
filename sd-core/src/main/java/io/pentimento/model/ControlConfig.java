package io.pentimento.model;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ModelFormatException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The architecture of a ControlNet: the way down of a U-Net, and the network that reads the control
 * picture.
 *
 * @param encoder the U-Net whose way down and middle it has
 * @param pictureChannels channels of the control picture, 3
 * @param hintWidths the widths of the network that reads it: 16, 32, 96 and 256; each but the first
 *     halves its size
 * @param blueFirst whether the control picture's channels come in the order blue, green, red
 */
public record ControlConfig(
    UNetConfig encoder, int pictureChannels, List<Integer> hintWidths, boolean blueFirst) {
  /** Checks every number. */
  public ControlConfig {
    hintWidths = List.copyOf(hintWidths);
    Bounds.check("conditioning_channels", pictureChannels, 3, 3);
    Bounds.check("conditioning_embedding_out_channels", "entries", hintWidths.size(), 1, 8);
    hintWidths.forEach(
        width -> Bounds.check("conditioning_embedding_out_channels", width, 1, Bounds.CHANNELS));
  }

  /**
   * Reads a config.json of diffusers' ControlNetModel.
   *
   * @throws ModelFormatException if a field is malformed or asks for an architecture that is not
   *     offered
   */
  public static ControlConfig read(ComponentConfig config) throws ModelFormatException {
    config.check(
        "time_cond_proj_dim",
        !config.has("time_cond_proj_dim"),
        "must be absent or null, since ControlNets take no guidance scale");
    config.check(
        "global_pool_conditions",
        !config.flag("global_pool_conditions", false),
        "must be false, since ControlNets that pool their output are not offered");
    String order = config.text("controlnet_conditioning_channel_order", "rgb");
    config.check(
        "controlnet_conditioning_channel_order",
        order.equals("rgb") || order.equals("bgr"),
        "must be rgb or bgr");
    try {
      return new ControlConfig(
          UNetConfig.read(config),
          config.integer("conditioning_channels", 3),
          config.ints("conditioning_embedding_out_channels", List.of(16, 32, 96, 256)),
          order.equals("bgr"));
    } catch (IllegalArgumentException e) {
      throw Bounds.refused(config, e);
    }
  }

  /**
   * Finds the architecture of a file from its tensors; heads and groups are those of SD1, SD2 or
   * SDXL.
   */
  static ControlConfig find(Checkpoint checkpoint, ControlNames names) throws ModelFormatException {
    return new Finder(checkpoint, names).find();
  }

  /** Returns how many outputs of the way down it adds to. */
  public int downResiduals() {
    return encoder.levels().size() * (encoder.layersPerBlock() + 1);
  }

  /** Returns how many pixels of the control picture one latent cell is wide and high. */
  public int factor() {
    return 1 << (hintWidths.size() - 1);
  }

  /** Returns the channels of each addition, the middle's last. */
  public List<Integer> residualWidths() {
    return residualsOf(encoder);
  }

  /**
   * Returns the channels of what a U-Net hands from its way down to its way up, then the middle's.
   */
  public static List<Integer> residualsOf(UNetConfig unet) {
    List<Integer> widths = new ArrayList<>();
    int last = unet.levels().size() - 1;
    widths.add(unet.levels().get(0).channels());
    for (int level = 0; level <= last; level++) {
      int outputs = unet.layersPerBlock() + (level < last ? 1 : 0);
      widths.addAll(Collections.nCopies(outputs, unet.levels().get(level).channels()));
    }
    widths.add(unet.levels().get(last).channels());
    return widths;
  }

  /** Returns the level of the resolution that each addition has, the middle's last. */
  public List<Integer> residualLevels() {
    List<Integer> levels = new ArrayList<>(List.of(0));
    int last = encoder.levels().size() - 1;
    for (int level = 0; level <= last; level++) {
      for (int i = 0; i < encoder.layersPerBlock(); i++) {
        levels.add(level);
      }
      if (level < last) {
        levels.add(level + 1);
      }
    }
    levels.add(last);
    return levels;
  }

  /** Looks into one file. */
  private static final class Finder {
    private static final int HEADS_OF_SD1 = 8;
    private static final int HEAD_WIDTH_OF_SD2 = 64;
    private static final int GROUPS = 32;

    /** How long the sinusoids of one size are. */
    private static final int NUMBER_OF_SDXL = 256;

    private final Checkpoint checkpoint;
    private final ControlNames names;

    Finder(Checkpoint checkpoint, ControlNames names) {
      this.checkpoint = checkpoint;
      this.names = names;
    }

    ControlConfig find() throws ModelFormatException {
      try {
        return new ControlConfig(
            encoder(), (int) size("controlnet_cond_embedding.conv_in.weight", 1), widths(), false);
      } catch (IllegalArgumentException e) {
        throw new ModelFormatException(
            checkpoint.path(),
            null,
            "the network's tensors tell of one that is not offered: "
                + e.getMessage()
                + " Pass the config.json of the network beside its file.",
            e);
      }
    }

    private UNetConfig encoder() throws ModelFormatException {
      String cross = "mid_block.attentions.0.transformer_blocks.0.attn2.to_k.weight";
      boolean linear = shape("mid_block.attentions.0.proj_in.weight").size() == 2;
      List<UNetConfig.Level> levels = new ArrayList<>();
      while (has("down_blocks." + levels.size() + ".resnets.0.conv1.weight")) {
        levels.add(level("down_blocks." + levels.size(), linear));
      }
      int deepest = levels.isEmpty() ? 0 : levels.get(levels.size() - 1).channels();
      return new UNetConfig(
          (int) size("conv_in.weight", 1),
          4,
          64,
          levels,
          count("down_blocks.0.resnets.", ".conv1.weight"),
          (int) size(cross, 1),
          heads(deepest, linear),
          count("mid_block.attentions.0.transformer_blocks.", ".norm1.weight"),
          GROUPS,
          1e-5,
          linear,
          0,
          true,
          added(),
          0,
          false);
    }

    private Optional<UNetConfig.Added> added() throws ModelFormatException {
      String name = "add_embedding.linear_1.weight";
      return has(name)
          ? Optional.of(new UNetConfig.Added(NUMBER_OF_SDXL, (int) size(name, 1)))
          : Optional.empty();
    }

    private UNetConfig.Level level(String block, boolean linear) throws ModelFormatException {
      int channels = (int) size(block + ".resnets.0.conv1.weight", 0);
      boolean attention = has(block + ".attentions.0.norm.weight");
      int depth =
          attention ? count(block + ".attentions.0.transformer_blocks.", ".norm1.weight") : 1;
      return new UNetConfig.Level(
          channels, attention, attention, heads(channels, linear), Math.max(1, depth));
    }

    private static int heads(int channels, boolean linear) {
      return linear ? Math.max(1, channels / HEAD_WIDTH_OF_SD2) : HEADS_OF_SD1;
    }

    private List<Integer> widths() throws ModelFormatException {
      String hint = "controlnet_cond_embedding.";
      List<Integer> widths = new ArrayList<>();
      widths.add((int) size(hint + "conv_in.weight", 0));
      for (int i = 1; has(hint + "blocks." + i + ".weight"); i += 2) {
        widths.add((int) size(hint + "blocks." + i + ".weight", 0));
      }
      return widths;
    }

    private int count(String start, String end) {
      int count = 0;
      while (has(start + count + end)) {
        count++;
      }
      return count;
    }

    private boolean has(String name) {
      return names.inFile(name).isPresent();
    }

    private long size(String name, int dimension) throws ModelFormatException {
      List<Long> shape = shape(name);
      long size = shape.size() > dimension ? shape.get(dimension) : 0;
      return Math.min(size, Integer.MAX_VALUE);
    }

    private List<Long> shape(String name) throws ModelFormatException {
      String inFile = names.inFile(name).orElse(name);
      return checkpoint.info(inFile).shape();
    }
  }
}
