package io.pentimento.model;

import io.pentimento.checkpoint.ComponentConfig;
import io.pentimento.checkpoint.ModelFormatException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The architecture of a U-Net, as in the {@code config.json} of diffusers' UNet2DConditionModel.
 *
 * @param inChannels input channels: 4, or 9 for inpainting and 8 for picture-instruction models
 * @param outChannels output channels, 4
 * @param sampleSize the latent side it was trained at, 64 for SD1
 * @param levels the resolutions, from the largest to the smallest
 * @param layersPerBlock residual blocks per level on the way down; one more on the way up
 * @param crossAttentionDim width of the text encoder's output
 * @param midHeads attention heads of the middle block
 * @param midDepth transformer layers of the middle block
 * @param normGroups groups of the group normalisation, 32
 * @param normEps its epsilon in residual blocks, 1e-5
 * @param linearProjection whether transformers are entered by a linear layer (SD2) instead of a 1×1
 *     convolution (SD1)
 * @param freqShift shift of the timestep frequencies, 0
 * @param flipSinToCos whether cosines come first in the timestep features, true
 * @param added what the network takes beside the prompt; empty but for SDXL
 * @param guidanceWidth how many sinusoids of the guidance's scale are taken beside the timestep,
 *     256 for networks distilled to latent consistency models; 0 for none
 * @param upcastAttention whether attention is computed in float32 in any case: SD2.1's scores leave
 *     the range of 16 bits
 */
public record UNetConfig(
    int inChannels,
    int outChannels,
    int sampleSize,
    List<Level> levels,
    int layersPerBlock,
    int crossAttentionDim,
    int midHeads,
    int midDepth,
    int normGroups,
    double normEps,
    boolean linearProjection,
    double freqShift,
    boolean flipSinToCos,
    Optional<Added> added,
    int guidanceWidth,
    boolean upcastAttention) {
  /**
   * A vector that is added to the time embedding: a pooled text embedding and numbers such as the
   * picture's size, each as sinusoids (Podell et al. 2023, "SDXL", section 2.2).
   *
   * @param numberWidth how long the sinusoids of one number are, 256
   * @param width the whole vector's width: 2816 for SDXL, 2560 for its refiner
   */
  public record Added(int numberWidth, int width) {
    /** Checks that there is room for numbers. */
    public Added {
      Bounds.check("addition_time_embed_dim", numberWidth, 2, Bounds.CHANNELS);
      Bounds.check("projection_class_embeddings_input_dim", width, 1, Bounds.CHANNELS);
    }

    /**
     * Returns how many numbers there are beside a pooled text embedding.
     *
     * @throws IllegalArgumentException if the rest of the vector is no whole number of them
     */
    public int numbers(int pooledWidth) {
      int rest = width - pooledWidth;
      if (rest < 0 || rest % numberWidth != 0) {
        throw new IllegalArgumentException(
            ("projection_class_embeddings_input_dim (%d) must be the width of the pooled text (%d)"
                    + " and a multiple of addition_time_embed_dim (%d).")
                .formatted(width, pooledWidth, numberWidth));
      }
      return rest / numberWidth;
    }
  }

  /**
   * One resolution.
   *
   * @param channels the width
   * @param attentionDown whether its residual blocks on the way down are followed by transformers
   * @param attentionUp whether those on the way up are
   * @param heads attention heads
   * @param depth transformer layers
   */
  public record Level(
      int channels, boolean attentionDown, boolean attentionUp, int heads, int depth) {}

  /** Checks every number, so that no network is built or run with one that makes no sense. */
  public UNetConfig {
    levels = List.copyOf(levels);
    Bounds.check("block_out_channels", "entries", levels.size(), 1, Bounds.LEVELS);
    Bounds.check("in_channels", inChannels, 1, Bounds.CHANNELS);
    Bounds.check("out_channels", outChannels, 1, Bounds.CHANNELS);
    Bounds.check("sample_size", sampleSize, 1, Bounds.CHANNELS);
    Bounds.check("layers_per_block", layersPerBlock, 1, Bounds.LAYERS);
    Bounds.check("cross_attention_dim", crossAttentionDim, 1, Bounds.CHANNELS);
    Bounds.check("norm_num_groups", normGroups, 1, Bounds.CHANNELS);
    Bounds.checkEps("norm_eps", normEps);
    for (Level level : levels) {
      Bounds.check("block_out_channels", level.channels, 1, Bounds.CHANNELS);
      Bounds.checkDivides("norm_num_groups", normGroups, "block_out_channels", level.channels);
      if (level.attentionDown || level.attentionUp) {
        checkAttention(level.channels, level.heads, level.depth);
      }
    }
    checkAttention(levels.get(levels.size() - 1).channels, midHeads, midDepth);
    if (guidanceWidth != 0) {
      Bounds.check("time_cond_proj_dim", guidanceWidth, 4, Bounds.CHANNELS);
      Bounds.checkDivides("2", 2, "time_cond_proj_dim", guidanceWidth);
    }
    if (!(freqShift >= 0 && freqShift < Math.max(1, levels.get(0).channels / 2))) {
      throw new IllegalArgumentException(
          "freq_shift must be in [0, %d), but got: %s."
              .formatted(levels.get(0).channels / 2, freqShift));
    }
  }

  /**
   * A network that takes nothing beside prompt and timestep: all but those of SDXL and latent
   * consistency models.
   */
  public UNetConfig(
      int inChannels,
      int outChannels,
      int sampleSize,
      List<Level> levels,
      int layersPerBlock,
      int crossAttentionDim,
      int midHeads,
      int midDepth,
      int normGroups,
      double normEps,
      boolean linearProjection,
      double freqShift,
      boolean flipSinToCos) {
    this(
        inChannels,
        outChannels,
        sampleSize,
        levels,
        layersPerBlock,
        crossAttentionDim,
        midHeads,
        midDepth,
        normGroups,
        normEps,
        linearProjection,
        freqShift,
        flipSinToCos,
        Optional.empty(),
        0,
        false);
  }

  private static void checkAttention(int channels, int heads, int depth) {
    Bounds.check("attention_head_dim", heads, 1, Bounds.CHANNELS);
    Bounds.checkDivides("attention_head_dim", heads, "block_out_channels", channels);
    Bounds.check("transformer_layers_per_block", depth, 1, Bounds.LAYERS);
  }

  /** The U-Net of Stable Diffusion 1.x. */
  public static UNetConfig sd15() {
    return new UNetConfig(
        4,
        4,
        64,
        List.of(
            new Level(320, true, true, 8, 1),
            new Level(640, true, true, 8, 1),
            new Level(1280, true, true, 8, 1),
            new Level(1280, false, false, 8, 1)),
        2,
        768,
        8,
        1,
        32,
        1e-5,
        false,
        0,
        true);
  }

  /** Returns the width of the time embedding, four times the first level's. */
  public int timeEmbeddingWidth() {
    return 4 * levels.get(0).channels();
  }

  /**
   * Reads a config.json.
   *
   * @throws ModelFormatException if a field is malformed or asks for an architecture that is not
   *     offered
   */
  public static UNetConfig read(ComponentConfig config) throws ModelFormatException {
    refuseOtherArchitectures(config);
    List<Level> levels = levels(config);
    Level deepest = levels.get(levels.size() - 1);
    try {
      return new UNetConfig(
          config.integer("in_channels", 4),
          config.integer("out_channels", 4),
          config.integer("sample_size", 64),
          levels,
          config.integer("layers_per_block", 2),
          config.integer("cross_attention_dim", 1280),
          deepest.heads(),
          deepest.depth(),
          config.integer("norm_num_groups", 32),
          config.decimal("norm_eps", 1e-5),
          config.flag("use_linear_projection", false),
          config.decimal("freq_shift", 0),
          config.flag("flip_sin_to_cos", true),
          added(config),
          config.integer("time_cond_proj_dim", 0),
          config.flag("upcast_attention", false));
    } catch (IllegalArgumentException e) {
      throw Bounds.refused(config, e);
    }
  }

  private static Optional<Added> added(ComponentConfig config) throws ModelFormatException {
    if (!config.has("addition_embed_type")) {
      return Optional.empty();
    }
    config.requireText("addition_embed_type", "text_time");
    config.check("addition_time_embed_dim", config.has("addition_time_embed_dim"), "must be given");
    config.check(
        "projection_class_embeddings_input_dim",
        config.has("projection_class_embeddings_input_dim"),
        "must be given");
    return Optional.of(
        new Added(
            config.integer("addition_time_embed_dim", 0),
            config.integer("projection_class_embeddings_input_dim", 0)));
  }

  private static List<Level> levels(ComponentConfig config) throws ModelFormatException {
    List<Integer> channels = config.ints("block_out_channels", List.of(320, 640, 1280, 1280));
    int count = channels.size();
    config.check("block_out_channels", count > 0, "must have at least one entry");
    List<String> down =
        config.texts(
            "down_block_types",
            List.of(
                "CrossAttnDownBlock2D",
                "CrossAttnDownBlock2D",
                "CrossAttnDownBlock2D",
                "DownBlock2D"));
    List<String> up =
        config.texts(
            "up_block_types",
            // A ControlNet has no way up, and its config says nothing of one.
            IntStream.range(0, down.size())
                .mapToObj(i -> down.get(down.size() - 1 - i).replace("DownBlock", "UpBlock"))
                .toList());
    config.check(
        "down_block_types",
        down.size() == count,
        "must have one entry for each of block_out_channels");
    config.check(
        "up_block_types", up.size() == count, "must have one entry for each of block_out_channels");
    // For these models "attention_head_dim" holds the number of heads; newer configs may say so by
    // name.
    List<Integer> heads =
        config.has("num_attention_heads")
            ? config.perLevel("num_attention_heads", count, 8)
            : config.perLevel("attention_head_dim", count, 8);
    List<Integer> depths = config.perLevel("transformer_layers_per_block", count, 1);
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new Level(
                    channels.get(i),
                    down.get(i).startsWith("CrossAttn"),
                    up.get(count - 1 - i).startsWith("CrossAttn"),
                    heads.get(i),
                    depths.get(i)))
        .toList();
  }

  private static void refuseOtherArchitectures(ComponentConfig config) throws ModelFormatException {
    List<String> blocks =
        List.of("DownBlock2D", "CrossAttnDownBlock2D", "UpBlock2D", "CrossAttnUpBlock2D");
    for (String key : List.of("down_block_types", "up_block_types")) {
      for (String type : config.texts(key, List.of())) {
        config.check(key, blocks.contains(type), "may only hold " + String.join(", ", blocks));
      }
    }
    config.requireText("mid_block_type", "UNetMidBlock2DCrossAttn");
    config.requireText("act_fn", "silu");
    config.requireText("resnet_time_scale_shift", "default");
    config.requireText("time_embedding_type", "positional");
    for (String key :
        List.of(
            "class_embed_type", "encoder_hid_dim_type", "reverse_transformer_layers_per_block")) {
      config.check(
          key, !config.has(key), "must be absent or null, since other U-Nets are not offered");
    }
    for (String key :
        List.of(
            "only_cross_attention",
            "dual_cross_attention",
            "center_input_sample",
            "resnet_skip_time_act")) {
      config.check(key, !config.has(key) || !config.flag(key, false), "must be false");
    }
    for (String key : List.of("mid_block_scale_factor", "resnet_out_scale_factor")) {
      config.check(key, config.decimal(key, 1) == 1, "must be 1");
    }
    config.check("conv_in_kernel", config.integer("conv_in_kernel", 3) == 3, "must be 3");
    config.check("conv_out_kernel", config.integer("conv_out_kernel", 3) == 3, "must be 3");
    config.check("downsample_padding", config.integer("downsample_padding", 1) == 1, "must be 1");
  }

  /** Returns the levels from the smallest resolution to the largest. */
  List<Level> levelsUpward() {
    List<Level> reversed = new java.util.ArrayList<>(levels);
    Collections.reverse(reversed);
    return reversed;
  }
}
