package io.pentimento.model;

import io.pentimento.checkpoint.Checkpoint;
import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ModelFormatException;
import io.pentimento.checkpoint.original.SamFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The architecture of Segment Anything. Its sizes are found from the tensors; a {@code config.json}
 * adds what no tensor tells.
 *
 * @param width channels of the picture encoder: 768 for ViT-B, 1024 for ViT-L, 1280 for ViT-H
 * @param heads its attention heads
 * @param mlpWidth channels between the two layers of its feed-forwards
 * @param patchSize pixels along a side of the patch that becomes a cell, 16
 * @param grid cells along a side of the padded picture, 64
 * @param layers the encoder's layers
 * @param channels channels of an embedded picture, 256
 * @param maskChannels channels of a mask that is fed back, before the last convolution, 16
 * @param decoder what makes masks
 */
public record SamConfig(
    int width,
    int heads,
    int mlpWidth,
    int patchSize,
    int grid,
    List<Layer> layers,
    int channels,
    int maskChannels,
    Decoder decoder) {
  private static final String LAYER = "vision_encoder.layers.";
  private static final String DECODER = "mask_decoder.";
  private static final String IOU = DECODER + "iou_prediction_head.";

  /**
   * A layer of the picture encoder.
   *
   * @param side cells along a side of the windows it looks in; the whole grid's for all
   * @param distances how many distances between cells its tables tell
   */
  public record Layer(int side, int distances) {
    /** Checks both numbers. */
    public Layer {
      Bounds.check("window_size", side, 1, 1024);
      Bounds.check("rel_pos", "distances", distances, 1, 4096);
    }
  }

  /**
   * What makes masks of an embedded picture and prompts.
   *
   * @param layers layers, 2
   * @param heads attention heads, 8
   * @param innerWidth channels of the attention between tokens and picture, 128
   * @param mlpWidth channels between the two layers of the feed-forwards, 2048
   * @param masks how many masks it makes, 4: one for many prompts, and three for one
   * @param qualityWidth channels inside what predicts a mask's quality, 256
   * @param qualityLayers layers of that, 3
   * @param eps epsilon of the layer normalisations: 1e-5 in the first release, 1e-6 in transformers
   */
  public record Decoder(
      int layers,
      int heads,
      int innerWidth,
      int mlpWidth,
      int masks,
      int qualityWidth,
      int qualityLayers,
      double eps) {
    /** Checks every number. */
    public Decoder {
      Bounds.check("num_hidden_layers", layers, 1, Bounds.LAYERS);
      Bounds.check("num_attention_heads", heads, 1, Bounds.CHANNELS);
      Bounds.check("attention width", innerWidth, 1, Bounds.CHANNELS);
      Bounds.checkDivides("num_attention_heads", heads, "the attention's width", innerWidth);
      Bounds.check("mlp_dim", mlpWidth, 1, Bounds.CHANNELS);
      Bounds.check("num_multimask_outputs", masks, 2, 64);
      Bounds.check("iou_head_hidden_dim", qualityWidth, 1, Bounds.CHANNELS);
      Bounds.check("iou_head_depth", qualityLayers, 2, Bounds.LAYERS);
      Bounds.checkEps("layer_norm_eps", eps);
    }
  }

  /** Checks every number, so that no network is built or run with one that makes no sense. */
  public SamConfig {
    Bounds.check("hidden_size", width, 1, Bounds.CHANNELS);
    Bounds.check("num_attention_heads", heads, 1, Bounds.CHANNELS);
    Bounds.checkDivides("num_attention_heads", heads, "hidden_size", width);
    Bounds.check("mlp_dim", mlpWidth, 1, Bounds.CHANNELS);
    Bounds.check("patch_size", patchSize, 1, 256);
    Bounds.check("image_size / patch_size", grid, 1, 1024);
    Bounds.check("num_hidden_layers", layers.size(), 1, Bounds.LAYERS);
    Bounds.check("output_channels", channels, 8, Bounds.CHANNELS);
    Bounds.checkDivides("8", 8, "output_channels", channels);
    Bounds.checkDivides("num_attention_heads", decoder.heads(), "output_channels", channels);
    Bounds.check("mask_input_channels", maskChannels, 4, Bounds.CHANNELS);
    Bounds.checkDivides("4", 4, "mask_input_channels", maskChannels);
    layers = List.copyOf(layers);
  }

  /** Returns pixels along a side of the padded picture, 1024. */
  public int imageSize() {
    return grid * patchSize;
  }

  /** Returns cells along a side of a mask as it leaves the network, 256. */
  public int maskSide() {
    return 4 * grid;
  }

  /** Returns the sizes of ViT-B, ViT-L and ViT-H by their published numbers. */
  public static SamConfig published(int width, int depth, List<Integer> wholeLayers) {
    List<Layer> layers = new ArrayList<>(Collections.nCopies(depth, new Layer(14, 27)));
    wholeLayers.forEach(layer -> layers.set(layer, new Layer(64, 127)));
    Decoder decoder = new Decoder(2, 8, 128, 2048, 4, 256, 3, 1e-5);
    return new SamConfig(width, depth < 24 ? 12 : 16, 4 * width, 16, 64, layers, 256, 16, decoder);
  }

  /**
   * Finds the architecture of a file.
   *
   * @param network its tensors, as {@link SamFile} names them
   * @param config its config.json; without one, heads and windows are those of the published models
   * @param firstRelease whether the file is of the first release
   * @throws ModelFormatException if a tensor that tells a size is missing or of another kind
   */
  static SamConfig find(Checkpoint network, Optional<ComponentConfig> config, boolean firstRelease)
      throws ModelFormatException {
    TensorSizes sizes = new TensorSizes(network);
    int grid = sizes.of("vision_encoder.pos_embed", 4, 1);
    int width = sizes.of("vision_encoder.pos_embed", 4, 3);
    int headWidth = Math.max(1, sizes.of(LAYER + "0.attn.rel_pos_h", 2, 1));
    try {
      return new SamConfig(
          width,
          width / headWidth,
          sizes.of(LAYER + "0.mlp.lin1.weight", 2, 0),
          sizes.of("vision_encoder.patch_embed.projection.weight", 4, 3),
          grid,
          layers(sizes, grid, part(config, "vision_config")),
          sizes.of("vision_encoder.neck.conv2.weight", 4, 0),
          sizes.of("prompt_encoder.mask_embed.conv3.weight", 4, 1),
          decoder(sizes, part(config, "mask_decoder_config"), firstRelease));
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(network.path(), null, String.valueOf(e.getMessage()), e);
    }
  }

  private static Optional<ComponentConfig> part(Optional<ComponentConfig> config, String name)
      throws ModelFormatException {
    return config.isPresent() ? config.get().object(name) : Optional.empty();
  }

  /** Layers whose tables are longest look at the whole picture, the others in windows. */
  private static List<Layer> layers(TensorSizes sizes, int grid, Optional<ComponentConfig> config)
      throws ModelFormatException {
    int count = sizes.count(LAYER, ".attn.rel_pos_h");
    List<Integer> lengths = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lengths.add(sizes.of(LAYER + i + ".attn.rel_pos_h", 2, 0));
    }
    if (lengths.isEmpty()) {
      throw new IllegalArgumentException("The picture encoder must have layers, but has none.");
    }
    int shortest = Collections.min(lengths);
    int longest = Collections.max(lengths);
    int window = (shortest + 1) / 2;
    List<Integer> whole = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (lengths.get(i) == longest && (longest > shortest || longest == 2 * grid - 1)) {
        whole.add(i);
      }
    }
    if (config.isPresent()) {
      window = config.get().integer("window_size", window);
      whole = config.get().ints("global_attn_indexes", whole);
    }
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean all = window == 0 || whole.contains(i);
      layers.add(new Layer(all ? grid : window, lengths.get(i)));
    }
    return layers;
  }

  private static Decoder decoder(
      TensorSizes sizes, Optional<ComponentConfig> config, boolean firstRelease)
      throws ModelFormatException {
    String layer = DECODER + "transformer.layers.";
    double eps = firstRelease ? 1e-5 : 1e-6;
    boolean told = config.isPresent();
    return new Decoder(
        sizes.count(layer, ".self_attn.q_proj.weight"),
        told ? config.get().integer("num_attention_heads", 8) : 8,
        sizes.of(layer + "0.cross_attn_token_to_image.q_proj.weight", 2, 0),
        sizes.of(layer + "0.mlp.lin1.weight", 2, 0),
        sizes.of(DECODER + "mask_tokens.weight", 2, 0),
        sizes.of(IOU + "proj_in.weight", 2, 0),
        sizes.count(IOU + "layers.", ".weight") + 2,
        told && !firstRelease ? config.get().decimal("layer_norm_eps", eps) : eps);
  }
}
